/** Texts in the rows, before the search index is told to take them in. */
const ENOUGH = 200;
/** So many that they are taken in at once: the next search would not come to the end of more. */
const MUCH = 1000;

/** Conversations with running answers, with more of which the processors are for the answers. */
const FEW = 8;

/**
 * Has the index take in what is new once it is enough to be felt by the next search, in a quiet
 * moment if there is one.
 * @param index takes everything in
 * @param options.busy in how many conversations an answer runs
 */
export function createIndexing(index: () => Promise<void>, { busy }: { busy: () => number }) {
  let waiting = 0;
  let running = false;

  return {
    /** There is another text. */
    note() {
      waiting += 1;
      if (running || waiting < (busy() > FEW ? MUCH : ENOUGH)) return;
      running = true;
      waiting = 0;
      // What cannot be done now is tried by the next search, which says why.
      index().catch(() => {}).finally(() => running = false);
    },
  };
}
