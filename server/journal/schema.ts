/** The tables, version by version, and how an older file becomes a newer one. */
import type { DatabaseSync } from "node:sqlite";
import { integer } from "./columns.ts";
import { JournalError } from "./journal.ts";
import { createTransaction } from "./transaction.ts";

/** "Prly": tells Parley's files from other SQLite files. @see https://sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x50726c79;

/**
 * One step a version; a file is at version n when the first n were applied. Steps that were ever
 * released are never edited.
 *
 * `rows` holds what stays. `writes` holds the `token` and `thinking` rows of running answers in the
 * order they came, so that one turn of many answers touches one page and not one for each; what is
 * read of it stands in memory as well, and its old end falls off in one piece once the answers in
 * it have ended.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE conversations (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    titled INTEGER NOT NULL,
    updated INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX conversations_by_owner ON conversations (owner, updated, id);

  CREATE TABLE rows (
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (conversation, seq)
  ) STRICT;

  CREATE TABLE names (
    conversation INTEGER NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE unended (
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    id TEXT NOT NULL
  ) STRICT;

  CREATE TABLE writes (
    place INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE notes (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID
  `,
];

/**
 * Brings a database to the newest version, each step all or none.
 * @throws {JournalError} the file is not Parley's, or a newer Parley wrote it
 */
export function migrate(
  db: DatabaseSync,
  { migrations = MIGRATIONS }: { migrations?: readonly string[] } = {},
): void {
  const version = pragma(db, "user_version");
  const application = pragma(db, "application_id");
  if (application !== APPLICATION_ID && !isEmpty(db)) {
    throw new JournalError("this file is not one of Parley's");
  }
  if (version > migrations.length) {
    throw new JournalError(
      `it was written by a newer Parley (version ${version} of the tables, this one knows ` +
        `${migrations.length}): start that one, or put an older copy in its place`,
    );
  }
  const transaction = createTransaction(db);
  migrations.slice(version).forEach((migration, index) =>
    transaction(() =>
      db.exec(`
        ${migration};
        PRAGMA application_id = ${APPLICATION_ID};
        PRAGMA user_version = ${version + index + 1};
      `), { durable: true })
  );
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  return integer(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
