/** Images that were handed in, and are in no message after a day, are erased. */
import { describe } from "../describe.ts";
import type { Blobs } from "../journal/blobs.ts";
import type { Log } from "../log.ts";

/** Milliseconds for which an image is kept that is in no message. */
const UNUSED_MS = 24 * 60 * 60 * 1000;

/** Milliseconds before the next try where they cannot be erased. */
const RETRY_MS = 60 * 60 * 1000;

/** Beyond that, so that what came in the same moment goes with it. */
const GRACE_MS = 1_000;

export function createUnusedImages({ blobs, log }: { blobs: Blobs; log: Log }) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  /** Erases those that are due, and comes back for those that are not. */
  async function sweep() {
    stop();
    try {
      await blobs.dropUnused(Date.now() - UNUSED_MS);
      const oldest = await blobs.oldestUnused();
      if (oldest !== undefined) wait(oldest + UNUSED_MS - Date.now());
    } catch (error) {
      if (closed) return;
      log.error("Unused images were not erased: {error}", { error: describe(error) });
      wait(RETRY_MS);
    }
  }

  /** However someone sets the clock, a look is not far. */
  function wait(milliseconds: number) {
    stop();
    if (closed) return;
    const rest = Math.max(0, Math.min(milliseconds, UNUSED_MS));
    timer = setTimeout(sweep, rest + GRACE_MS);
  }

  function stop() {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    sweep,
    /** An image was handed in just now. */
    note() {
      if (timer === undefined) wait(UNUSED_MS);
    },
    close() {
      closed = true;
      stop();
    },
  };
}
