/** How an older file becomes a newer one. */
import type { DatabaseSync } from "node:sqlite";
import { JournalError } from "./journal.ts";
import { MIGRATIONS } from "./migrations.ts";
import { pragma } from "./pragma.ts";
import { createTransaction } from "./transaction.ts";

/** "Prly": tells Parley's files from other SQLite files. @see https://sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x50726c79;

/**
 * Brings a database to the newest version, each step all or none.
 * @throws {JournalError} the file is not Parley's, or a newer Parley wrote it
 */
export function migrate(
  db: DatabaseSync,
  { migrations = MIGRATIONS }: { migrations?: readonly string[] } = {},
): void {
  const version = versionOf(db, migrations);
  const transaction = createTransaction(db);
  const missing = migrations.slice(version);
  // A new file has nothing to be kept between two steps, and each would wait for the disk.
  const steps = version === 0 ? [missing.join(";\n")] : missing;
  steps.forEach((step, index) =>
    transaction(() =>
      db.exec(`
        ${step};
        PRAGMA application_id = ${APPLICATION_ID};
        PRAGMA user_version = ${version === 0 ? migrations.length : version + index + 1};
      `), { durable: true })
  );
}

/**
 * Whether a database needs no step any more.
 * @throws {JournalError} the file is not Parley's, or a newer Parley wrote it
 */
export function isNewest(db: DatabaseSync): boolean {
  return versionOf(db, MIGRATIONS) === MIGRATIONS.length;
}

function versionOf(db: DatabaseSync, migrations: readonly string[]): number {
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
  return version;
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
}
