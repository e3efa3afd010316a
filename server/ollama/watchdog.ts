import { type Clock, systemClock } from "../clock.ts";

export interface Watchdog extends Disposable {
  /** Something happened; from now on silence may last `limit` milliseconds. */
  touch(limit: number): void;
}

/**
 * Calls `onSilence` once, when nothing was touched for the limit given last.
 *
 * It is touched with every read of a stream, so that must cost next to nothing: a touch only notes
 * the time, and the timer, when it fires, looks whether it is due. A shorter limit alone makes a
 * new timer.
 */
export function startWatchdog(
  limit: number,
  { onSilence, clock = systemClock }: { onSilence: (limit: number) => void; clock?: Clock },
): Watchdog {
  let last = clock.now();
  let due = last + limit;
  let cancel = clock.after(limit, look);

  function look(): void {
    const rest = last + limit - clock.now();
    if (rest <= 0) return onSilence(limit);
    due = last + limit;
    cancel = clock.after(rest, look);
  }

  return {
    touch(next) {
      last = clock.now();
      limit = next;
      if (last + limit >= due) return;
      cancel();
      look();
    },
    [Symbol.dispose]: () => cancel(),
  };
}
