import { setImmediate } from "node:timers";

/** What became of one item of a batch. */
export type Outcome<Result> = { value: Result } | { error: unknown };

export interface Batch<Item, Result> {
  /** Puts an item into this turn's batch. */
  add(item: Item): Promise<Result>;
  /** Commits what is waiting now, without waiting for the end of the turn. */
  flush(): void;
}

/**
 * Gathers everything that is added in one turn of the event loop and commits it together.
 *
 * Promises settle after the commit, in the order of the calls; those of items for which something is
 * left to be done after it, when that is done.
 *
 * @param commit gives one outcome for each item; when it throws, every item fails with that
 * @param options.soon calls back at the end of the turn. `setImmediate` does so 2 µs later and
 *   after the I/O of the turn; a timer of 0 ms would cost two milliseconds
 * @param options.after what the promise of an item that was committed waits for, if for anything
 */
export function createBatch<Item, Result>(
  commit: (items: Item[]) => Outcome<Result>[],
  { soon = setImmediate, after = () => undefined }: {
    soon?: (flush: () => void) => unknown;
    after?: (item: Item) => Promise<void> | undefined;
  } = {},
): Batch<Item, Result> {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];

  function add(item: Item): Promise<Result> {
    if (waiting.length === 0) soon(flush);
    return new Promise((resolve, reject) => waiting.push({ item, resolve, reject }));
  }

  function flush() {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    const outcomes = outcomesOf(batch.map(({ item }) => item));
    for (const [index, waiting] of batch.entries()) settle(waiting, outcomes[index]);
  }

  function settle({ item, resolve, reject }: Waiting, outcome: Outcome<Result>) {
    if ("error" in outcome) return reject(outcome.error);
    const { value } = outcome;
    const done = after(item);
    if (done) done.then(() => resolve(value), reject);
    else resolve(value);
  }

  function outcomesOf(items: Item[]): Outcome<Result>[] {
    try {
      return commit(items);
    } catch (error) {
      return items.map(() => ({ error }));
    }
  }

  return { add, flush };
}
