/** Reads whole conversations of a database that another thread is writing to. */
import type { Journal } from "./journal.ts";
import { createLiveConversations } from "./live.ts";
import { readDatabase } from "./read_database.ts";
import { createSqliteReader } from "./sqlite_reader.ts";

export type SqliteSource = Pick<Journal, "list" | "since"> & Disposable;

/**
 * Each call reads what the database holds at that moment; no moment is held for longer, since that
 * would keep the write-ahead log from being emptied.
 * @throws {JournalError} the sentence names the file
 */
export function openExportSource(path: string): SqliteSource {
  const db = readDatabase(path, { snapshot: false });
  const live = createLiveConversations(db, { idle: 0 });
  const reader = createSqliteReader(db, live);
  return {
    list(owner, options) {
      live.forget();
      return Promise.resolve(reader.list(owner, options));
    },
    since(conversation, after, options) {
      // What the other thread keeps in memory of running answers is read anew here.
      live.forget();
      return Promise.resolve(reader.since(conversation, { after, ...options }));
    },
    [Symbol.dispose]: () => db.close(),
  };
}
