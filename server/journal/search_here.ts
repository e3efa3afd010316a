/** Searches a database by an index beside it, in this thread. */
import type { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { JournalError } from "./journal.ts";
import { readDatabase } from "./read_database.ts";
import { openSearchFile, removeSearchFile, searchFile } from "./search_file.ts";
import { createSearchIndex } from "./search_index.ts";
import type { Searcher } from "./searcher.ts";
import { isDamage, toJournalError } from "./sqlite_error.ts";
import { createSqliteSearch } from "./sqlite_search.ts";

interface Parts {
  db: DatabaseSync;
  file: DatabaseSync;
  index: ReturnType<typeof createSearchIndex>;
  search: ReturnType<typeof createSqliteSearch>;
}

/** Milliseconds that a search gives to what is not indexed yet: some thousand messages. */
const PATIENCE = 500;

/** @param database its path; it is opened when something is wanted of it */
export function searchHere(database: string): Searcher {
  const path = searchFile(database);
  let parts: Parts | undefined;
  let closed = false;
  const long = new Set<Promise<void>>();

  function open(): Parts {
    using held = new DisposableStack();
    const db = held.use(readDatabase(database, { snapshot: false }));
    let opened = openOn(db);
    if (!opened) {
      removeSearchFile(path);
      opened = openOn(db);
    }
    if (!opened) throw new JournalError("Cannot search as the index stays one of another journal");
    held.move();
    return opened;
  }

  /** Nothing where the index is not one of this journal. */
  function openOn(db: DatabaseSync): Parts | undefined {
    using held = new DisposableStack();
    const file = held.use(openSearchFile(path));
    const index = createSearchIndex(db, file);
    if (!index.fits()) return undefined;
    const search = createSqliteSearch(db, file);
    held.move();
    return { db, file, index, search };
  }

  function close() {
    parts?.file.close();
    parts?.db.close();
    parts = undefined;
  }

  /** Does some work; where the index turns out to be damaged, again on one that is made anew. */
  async function work<T>(doing: string, task: (parts: Parts) => Promise<T> | T): Promise<T> {
    if (closed) throw new JournalError(`Cannot ${doing} as the journal is closed`);
    try {
      return await task(parts ??= open());
    } catch (error) {
      if (!isDamage(error)) throw toJournalError(doing, error);
    }
    close();
    removeSearchFile(path);
    try {
      return await task(parts ??= open());
    } catch (error) {
      throw toJournalError(doing, error);
    }
  }

  /** Whoever closes waits for what takes several steps. */
  function keep(task: Promise<void>): Promise<void> {
    long.add(task);
    return task.finally(() => long.delete(task));
  }

  return {
    search: (owner, query, options) =>
      work("search", ({ index, search }) => {
        const fault = catchUp(index);
        return { hits: search(owner, query, options), fault };
      }),
    index: () => keep(work("index", ({ index }) => steadily(index.catchUp()))),
    forget: (conversation) =>
      keep(work("erase", ({ index }) => steadily(index.forget(conversation)))),
    async [Symbol.asyncDispose]() {
      closed = true;
      close();
      await Promise.allSettled(long);
    },
  };
}

/** Takes in what it can in time; on a full disk what was said before can still be found. */
function catchUp(index: Parts["index"]): string | undefined {
  try {
    const begun = performance.now();
    for (const _ of index.catchUp()) if (performance.now() - begun > PATIENCE) break;
  } catch (error) {
    if (isDamage(error)) throw error;
    return toJournalError("index", error).message;
  }
}

/**
 * Step by step, so that others get their turn between two of them, and resting as long as it works:
 * nothing of this is urgent, and a small machine has its processors for answers.
 */
async function steadily(steps: Iterable<void>) {
  let begun = performance.now();
  for (const _ of steps) {
    await setTimeout(performance.now() - begun);
    begun = performance.now();
  }
}
