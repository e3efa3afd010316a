/** How many wrong guesses an address may make: five in any minute. */
import { systemClock } from "../clock.ts";

const GUESSES = 5;
/** Milliseconds. */
const WITHIN = 60_000;
const MAX_ADDRESSES = 10_000;

/** `unread`: the address had no tries left, so the guess was not looked at. */
export type Guess = "right" | "wrong" | "unread";

export type Tries = ReturnType<typeof createTries>;

/** @param options.now milliseconds on a clock that only goes forward */
export function createTries({ now = systemClock.now }: { now?: () => number } = {}) {
  /** When the last wrong guesses of an address came, oldest first; as many as it may make. */
  const wrong = new Map<string, number[]>();

  return {
    /**
     * Looks whether a guess is right, if its address has a try left; only a wrong one takes it.
     * @param isRight must not wait for anything: guesses that come at once would share one try
     */
    guess(address: string, isRight: () => boolean): Guess {
      const times = wrong.get(address) ?? [];
      if (times.length === GUESSES && now() - times[0] < WITHIN) return "unread";
      if (isRight()) return "right";
      // Forgetting all at once helps nobody who has fewer addresses than this.
      if (wrong.size >= MAX_ADDRESSES) wrong.clear();
      wrong.set(address, [...times, now()].slice(-GUESSES));
      return "wrong";
    },
  };
}
