/**
 * Turns at something that costs time, one after the other. After each comes a rest as long as the
 * turn was, so that all of them together take at most half of the time, however many ask for one.
 */
import { type Clock, systemClock } from "../clock.ts";

/** No rest is longer, in milliseconds: what took that long mostly waited itself. */
const LONGEST_REST = 100;

export type Turns = ReturnType<typeof createTurns>;

export function createTurns({ clock = systemClock }: { clock?: Clock } = {}) {
  let last: Promise<void> = Promise.resolve();
  let restedAt = 0;

  /** Waits for a turn, which lasts until it is disposed of. */
  return async function turn(): Promise<Disposable> {
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    await before;
    const rest = restedAt - clock.now();
    if (rest > 0) await new Promise<void>((resolve) => clock.after(rest, resolve));
    const began = clock.now();
    return {
      [Symbol.dispose]() {
        const now = clock.now();
        restedAt = now + Math.min(now - began, LONGEST_REST);
        resolve();
      },
    };
  };
}
