/** Reads whole conversations of a database that another thread is writing to. */
import type { Journal } from "./journal.ts";
import type { Blobs } from "./blobs.ts";
import { createLiveConversations } from "./live.ts";
import { readDatabase } from "./read_database.ts";
import { createBlobReader } from "./sqlite_blobs.ts";
import { createSqliteReader } from "./sqlite_reader.ts";

export type SqliteSource =
  & Pick<Journal, "list" | "since">
  & { blobs: Pick<Blobs, "get"> }
  & Disposable;

/**
 * Each call reads what the database holds at that moment; no moment is held for longer, since that
 * would keep the write-ahead log from being emptied.
 * @throws {JournalError} the sentence names the file
 */
export function openExportSource(path: string): SqliteSource {
  const db = readDatabase(path, { snapshot: false });
  const live = createLiveConversations(db, { idle: 0 });
  const reader = createSqliteReader(db, live);
  const readBlob = createBlobReader(db);
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
    blobs: { get: (owner, hash) => Promise.resolve(readBlob(owner, hash)) },
    [Symbol.dispose]: () => db.close(),
  };
}
