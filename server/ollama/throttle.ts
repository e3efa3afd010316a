import type { Clock } from "../clock.ts";

export interface Throttle<T> extends Disposable {
  push(value: T): void;
}

/**
 * Passes values on, the first at once and then at most one every `interval` milliseconds: the
 * newest. Disposing drops the one that waits.
 */
export function createThrottle<T>(
  interval: number,
  { pass, clock }: { pass: (value: T) => void; clock: Clock },
): Throttle<T> {
  let next = -Infinity;
  let waiting: { value: T } | undefined;
  let cancel = () => {};

  function passOn(value: T): void {
    next = clock.now() + interval;
    pass(value);
  }

  return {
    push(value) {
      if (waiting) waiting.value = value;
      else if (clock.now() >= next) passOn(value);
      else {
        const kept = waiting = { value };
        cancel = clock.after(next - clock.now(), () => {
          waiting = undefined;
          passOn(kept.value);
        });
      }
    },
    [Symbol.dispose]() {
      cancel();
      waiting = undefined;
    },
  };
}
