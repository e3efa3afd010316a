/** What was deleted is erased once it can no longer be brought back, also across a restart. */
import { LIMITS } from "../../static/protocol.js";
import { describe } from "../describe.ts";
import type { Journal } from "../journal/journal.ts";
import type { Log } from "../log.ts";
import type { InOrder } from "./in_order.ts";

export type Erasing = ReturnType<typeof createErasing>;

/** @param options.now milliseconds since 1970 */
export function createErasing(
  { journal, inOrder, log, now = Date.now }: {
    journal: Journal;
    inOrder: InOrder;
    log: Log;
    now?: () => number;
  },
) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Erases what was deleted long enough ago, and comes back for what was not. */
  async function sweep() {
    timer = undefined;
    try {
      for (const { conversation } of await journal.deletedBefore(now() - LIMITS.undoMs)) {
        await inOrder(conversation, () => erase(conversation));
      }
      const [waiting] = await journal.deletedBefore(now() + 1);
      if (waiting) soon();
    } catch (error) {
      log.error("A deleted conversation could not be erased: {error}", { error: describe(error) });
    }
  }

  /** It may have been restored while it stood in line. */
  async function erase(conversation: string) {
    const due = await journal.deletedBefore(now() - LIMITS.undoMs);
    if (due.some((summary) => summary.conversation === conversation)) {
      await journal.erase(conversation);
    }
  }

  function soon() {
    timer ??= setTimeout(sweep, LIMITS.undoMs);
  }

  return {
    sweep,
    soon,
    close() {
      clearTimeout(timer);
    },
  };
}
