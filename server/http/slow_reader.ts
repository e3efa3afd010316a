/**
 * Who reads too slowly is cut, and comes back later for what was missed: that is the whole
 * backpressure policy. What was just sent counts as queued too, so only what is still there
 * before the next send tells anything.
 */

const QUEUED = 1024 * 1024;
const PATIENCE = 5_000;
const FAR_TOO_MUCH = 16 * 1024 * 1024;

/**
 * @param options.onSlow is called once, when the reader is to be cut
 * @param options.now milliseconds on a clock that only goes forward
 */
export function createSlowReaderWatch(
  { onSlow, now = () => performance.now() }: { onSlow: () => void; now?: () => number },
) {
  let since: number | undefined;
  return {
    /** Whether another text may be sent, while so many bytes wait. */
    allows(queued: number): boolean {
      if (queued <= QUEUED) {
        since = undefined;
        return true;
      }
      since ??= now();
      if (queued <= FAR_TOO_MUCH && now() - since < PATIENCE) return true;
      onSlow();
      return false;
    },
  };
}
