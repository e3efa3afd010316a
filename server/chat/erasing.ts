/** What was deleted is erased once it can no longer be brought back, also across a restart. */
import { LIMITS } from "../../static/protocol.js";
import { describe } from "../describe.ts";
import type { Journal } from "../journal/journal.ts";
import type { Log } from "../log.ts";
import type { InOrder } from "./in_order.ts";

/**
 * Goes by the clock that only goes forward: however people set the other one, a deletion can be
 * taken back for as long as was said, and no longer.
 */
export function createErasing(
  { journal, inOrder, log, onErased }: {
    journal: Journal;
    inOrder: InOrder;
    log: Log;
    onErased: () => void;
  },
) {
  /** Since when conversations are known to be deleted. */
  const known = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  /** Those that were deleted by an earlier life of the server: all the time that was left is over. */
  async function recover() {
    try {
      for (const { conversation } of await journal.deletedBefore(Date.now() - LIMITS.undoMs)) {
        known.set(conversation, -Infinity);
      }
    } catch (error) {
      fail(error);
    }
    await sweep();
  }

  /** Erases what was deleted long enough ago, and comes back for what was not. */
  async function sweep() {
    timer = undefined;
    try {
      const waiting = await deleted();
      for (const id of known.keys()) if (!waiting.has(id)) known.delete(id);
      for (const id of waiting) {
        if (!known.has(id)) known.set(id, performance.now());
        else if (isDue(id)) await inOrder(id, () => erase(id)).catch(fail);
      }
    } catch (error) {
      fail(error);
    }
    if (known.size > 0) wait();
  }

  /** It may have been restored while it stood in line. */
  async function erase(id: string) {
    if (closed || !isDue(id)) return;
    if ((await deleted()).has(id)) {
      await journal.erase(id);
      onErased();
    }
    known.delete(id);
  }

  const isDue = (id: string) => performance.now() - (known.get(id) ?? Infinity) >= LIMITS.undoMs;

  async function deleted(): Promise<Set<string>> {
    const all = await journal.deletedBefore(Number.MAX_SAFE_INTEGER);
    return new Set(all.map(({ conversation }) => conversation));
  }

  function fail(error: unknown) {
    if (closed) return; // What is left is erased after the next start.
    log.error("A deleted conversation could not be erased: {error}", { error: describe(error) });
  }

  function wait() {
    if (!closed) timer ??= setTimeout(sweep, LIMITS.undoMs);
  }

  return {
    /** Takes up what is left to be erased; whoever starts the server need not wait for it. */
    recover,
    /** Something waits to be erased that nobody deleted. */
    look: wait,
    /** A conversation was deleted just now. */
    note(conversation: string) {
      known.set(conversation, performance.now());
      wait();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
