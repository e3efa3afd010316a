/** Opens a journal's database for reading alone, while a server may be writing to it. */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { JournalError } from "./journal.ts";
import { isNewest } from "./schema.ts";
import { sqliteReason } from "./sqlite_error.ts";

/** Milliseconds. */
const PATIENCE = 5000;

/**
 * All that is read is what the database held at this moment; the server goes on meanwhile.
 * @param options.snapshot without it each statement reads what is there by then @default {true}
 * @throws {JournalError} the sentence names the file
 */
export function readDatabase(
  path: string,
  { snapshot = true }: { snapshot?: boolean } = {},
): DatabaseSync {
  if (!existsSync(path)) throw new JournalError(`There is no database ${path}.`);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    db.exec(`PRAGMA busy_timeout = ${PATIENCE}; PRAGMA trusted_schema = OFF`);
    if (snapshot) db.exec("BEGIN");
    if (!isNewest(db)) {
      throw new JournalError("an older Parley wrote it: start this one on it first");
    }
    return db;
  } catch (error) {
    db?.close();
    const reason = error instanceof JournalError ? error.message : sqliteReason(error);
    throw new JournalError(`The database ${path} cannot be read: ${reason}.`, { cause: error });
  }
}
