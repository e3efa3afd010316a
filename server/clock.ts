/** Time in milliseconds, on a clock that never jumps. */
export interface Clock {
  now(): number;
  /** Calls back after a delay; the function that is returned prevents it. */
  after(delay: number, callback: () => void): () => void;
}

/** The process's own time. The functions are looked up at each call, so that tests can fake them. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delay, callback) {
    const id = setTimeout(callback, delay);
    return () => clearTimeout(id);
  },
};
