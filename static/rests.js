/** @import { Cancel, Clock } from "./clock.js" */
import { backoff } from "./backoff.js";

/**
 * Things that rest for a while after something was refused, each time longer.
 * @param {object} options
 * @param {(name: string) => void} options.onOver a rest has ended by itself
 * @param {Clock} options.clock
 * @param {() => number} options.random
 */
export function createRests({ onOver, clock, random }) {
  /** @type {Map<string, { times: number, callOff?: Cancel }>} */
  const rests = new Map();

  /** @param {string} name */
  function end(name) {
    rests.get(name)?.callOff?.();
    rests.delete(name);
  }

  return {
    /** @param {string} name */
    has: (name) => rests.get(name)?.callOff !== undefined,

    /** @param {string} name */
    begin(name) {
      const times = rests.get(name)?.times ?? 0;
      const callOff = clock.after(backoff(times, { random }), () => {
        rests.set(name, { times: times + 1 });
        onOver(name);
      });
      rests.set(name, { times, callOff });
    },

    /** Ends a rest, and forgets how many there were. */
    end,
    endAll: () => [...rests.keys()].forEach(end),
  };
}
