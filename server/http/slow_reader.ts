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

/** Bytes that UTF-8 needs at most for a unit of UTF-16. */
const MOST_BYTES = 3;

/**
 * @param queued how many bytes wait to be sent: asked only when it could be too many, for that costs
 *   a tenth of what sending a token does
 * @param options.now milliseconds on a clock that only goes forward
 */
export function createSlowReaderWatch(
  queued: () => number,
  { now = systemClock.now }: { now?: () => number } = {},
) {
  let since: number | undefined;
  /** No more than this waits: what waited when that was asked last, and all that was sent since. */
  let most = 0;
  return {
    /** Whether the next text may be sent; else the reader is to be cut. */
    allows(text: string): boolean {
      if (most > QUEUED) most = queued();
      const waiting = most;
      most += MOST_BYTES * text.length;
      if (waiting <= QUEUED) {
        since = undefined;
        return true;
      }
      since ??= now();
      return waiting <= FAR_TOO_MUCH && now() - since < PATIENCE;
    },
  };
}
