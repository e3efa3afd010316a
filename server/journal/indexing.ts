/** Texts in the rows, before the search index is told to take them in. */
const ENOUGH = 200;

/**
 * Has the index take in what is new once it is enough to be felt by the next search.
 * @param index takes everything in
 */
export function createIndexing(index: () => Promise<void>) {
  let waiting = 0;
  let running = false;

  return {
    /** There is another text. */
    note() {
      waiting += 1;
      if (waiting < ENOUGH || running) return;
      running = true;
      waiting = 0;
      // What cannot be done now is tried by the next search, which says why.
      index().catch(() => {}).finally(() => running = false);
    },
  };
}
