import { signal } from "@preact/signals-core";

/** After a failure nothing is tried again for this long, in milliseconds. */
const PAUSE = 30_000;

/** @type {Set<() => Promise<void>>} */
const early = new Set();

/**
 * Loads, one after the other, what is worth having before it is asked for: a page that is open goes
 * on where there is no line.
 */
export async function loadEarly() {
  for (const load of early) await load();
}

/**
 * A library that is loaded when it is first asked for.
 * @template T
 * @param {() => Promise<T>} load
 * @param {object} [options]
 * @param {() => number} [options.now] milliseconds
 * @param {boolean} [options.isEarly] whether `loadEarly` loads it
 */
export function createLazyLibrary(
  load,
  { now = () => performance.now(), isEarly = false } = {},
) {
  const library = signal(/** @type {T | undefined} */ (undefined));
  const isSettled = signal(false);
  let pausedUntil = 0;

  async function begin() {
    pausedUntil = Infinity;
    try {
      library.value = await load();
    } catch (error) {
      console.warn("A library could not be loaded; what needs it is shown plainly", error);
      pausedUntil = now() + PAUSE;
    }
    isSettled.value = true;
  }

  if (isEarly) {
    early.add(async () => void (now() >= pausedUntil && !library.value && await begin()));
  }

  return {
    /** The library once it is there: a view that asks is drawn again then. */
    get value() {
      if (!library.value && now() >= pausedUntil) void begin();
      return library.value;
    },

    /** Whether it is there, or could not be had when it was first asked for. */
    get isSettled() {
      return isSettled.value;
    },
  };
}
