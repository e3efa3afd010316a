/** Images that were handed in, and are in no message after a day, are erased. */
import { describe } from "../describe.ts";
import type { Blobs } from "../journal/blobs.ts";
import type { Log } from "../log.ts";

/** Milliseconds for which an image is kept that is in no message. */
const UNUSED_MS = 24 * 60 * 60 * 1000;

/** Beyond that, so that what came in the same moment goes with it. */
const GRACE_MS = 1_000;

export function createUnusedImages({ blobs, log }: { blobs: Blobs; log: Log }) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function sweep() {
    timer = undefined;
    try {
      await blobs.dropUnused(Date.now() - UNUSED_MS);
    } catch (error) {
      if (!closed) log.error("Unused images were not erased: {error}", { error: describe(error) });
    }
  }

  return {
    sweep,
    /** An image was handed in just now. */
    note() {
      if (!closed) timer ??= setTimeout(sweep, UNUSED_MS + GRACE_MS);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
