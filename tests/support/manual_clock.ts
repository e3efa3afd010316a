/** A clock that stands still until a test moves it. */
import type { Clock } from "../../server/clock.ts";

export interface ManualClock extends Clock {
  /** Moves on by milliseconds; what falls due on the way is called at its time. */
  tick(ms: number): void;
  /** How many callbacks are waiting. */
  readonly waiting: number;
}

export function createManualClock(): ManualClock {
  const alarms = new Set<{ due: number; callback: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after(delay, callback) {
      const alarm = { due: now + delay, callback };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    tick(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...alarms].sort((a, b) => a.due - b.due);
        if (!next || next.due > end) break;
        alarms.delete(next);
        now = next.due;
        next.callback();
      }
      now = end;
    },
    get waiting() {
      return alarms.size;
    },
  };
}
