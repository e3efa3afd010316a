/** The file of the search index. Whatever is wrong with it, it can be made anew from the rows. */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createFile } from "./open_database.ts";
import { pragma } from "./pragma.ts";
import { isDamage } from "./sqlite_error.ts";

/** "Prls". @see https://sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x50726c73;

/** Grows with every change of what is indexed or how: an index of another version is made anew. */
const VERSION = 1;

/**
 * The index has every three characters that follow each other; the texts themselves stay in the
 * journal. `mark` names the newest row in it, by which it is known to be of this journal.
 */
const TABLES = `
  CREATE VIRTUAL TABLE search USING fts5(text, content = '', tokenize = 'trigram');
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
  CREATE VIRTUAL TABLE terms USING fts5vocab(search, row);
  CREATE TABLE mark (n INTEGER PRIMARY KEY, conversation TEXT NOT NULL, seq INTEGER NOT NULL,
    time INTEGER NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${VERSION}`;

/** The index of a database lies beside it. */
export function searchFile(database: string): string {
  return `${database.replace(/\.db$/, "")}.search.db`;
}

/** Opens the index, an empty one where there is none that can be used. */
export function openSearchFile(path: string): DatabaseSync {
  try {
    using held = new DisposableStack();
    const db = held.use(opened(path));
    if (isCurrent(db)) {
      held.move();
      return db;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  removeSearchFile(path);
  return opened(path);
}

/** Removes the index with all that SQLite keeps beside it. */
export function removeSearchFile(path: string): void {
  for (const file of [`${path}-wal`, `${path}-shm`, path]) {
    if (existsSync(file)) Deno.removeSync(file);
  }
}

function opened(path: string): DatabaseSync {
  createFile(path);
  const db = new DatabaseSync(path);
  try {
    // It is the only connection; what a power cut takes from it is indexed again.
    db.exec(`
      PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(TRUNCATE)`);
    if (pragma(db, "user_version") === 0) db.exec(`BEGIN; ${TABLES}; COMMIT`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function isCurrent(db: DatabaseSync): boolean {
  return pragma(db, "application_id") === APPLICATION_ID && pragma(db, "user_version") === VERSION;
}
