/** A token bucket: `burst` at once, then `perSecond`. */
import { systemClock } from "../clock.ts";

export type Rate = ReturnType<typeof createRate>;

/** @param options.now milliseconds on a clock that only goes forward */
export function createRate(
  { perSecond, burst, now = systemClock.now }: {
    perSecond: number;
    burst: number;
    now?: () => number;
  },
) {
  let left = burst;
  let at = now();
  return {
    /** Takes one, or says that there is none. */
    take(): boolean {
      const time = now();
      left = Math.min(burst, left + (time - at) * perSecond / 1000);
      at = time;
      if (left < 1) return false;
      left--;
      return true;
    },
  };
}
