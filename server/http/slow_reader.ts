/**
 * Who reads too slowly is cut, and comes back later for what was missed: that is the whole
 * backpressure policy. What was just sent counts as queued too, so only what is still there
 * before the next send tells anything.
 */
import { systemClock } from "../clock.ts";

const QUEUED = 1024 * 1024;
const PATIENCE = 5_000;

/** What is held for one socket stays under 4 MiB: to this comes one frame more. */
const FAR_TOO_MUCH = 3 * 1024 * 1024;

/** @param options.now milliseconds on a clock that only goes forward */
export function createSlowReaderWatch({ now = systemClock.now }: { now?: () => number } = {}) {
  let since: number | undefined;
  return {
    /** Whether another text may be sent, while so many bytes wait; else the reader is to be cut. */
    allows(queued: number): boolean {
      if (queued <= QUEUED) {
        since = undefined;
        return true;
      }
      since ??= now();
      return queued <= FAR_TOO_MUCH && now() - since < PATIENCE;
    },
  };
}
