import { toJournalError } from "./sqlite_error.ts";

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
 * @param options.onFault hears in a sentence why nothing could be taken in: of each reason once, until
 *   it has gone well again
 */
export function createIndexing(
  index: () => Promise<void>,
  { busy, onFault }: { busy: () => number; onFault: (sentence: string) => void },
) {
  const told = new Set<string>();
  let waiting = 0;
  let running = false;
  let closed = false;

  /** How it went, here or in a search: a sentence when it did not go well. */
  function heard(fault?: string) {
    if (fault === undefined) return told.clear();
    if (closed || told.has(fault)) return;
    told.add(fault);
    onFault(fault);
  }

  return {
    heard,
    /** There is another text. */
    note() {
      waiting += 1;
      if (running || waiting < (busy() > FEW ? MUCH : ENOUGH)) return;
      running = true;
      waiting = 0;
      // What cannot be done now is tried by the next search.
      index()
        .then(() => heard(), (error) => heard(toJournalError("index", error).message))
        .finally(() => running = false);
    },
    /** Nothing is told any more: what is under way may be cut. */
    close() {
      closed = true;
    },
  };
}
