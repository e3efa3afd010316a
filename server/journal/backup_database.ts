/** Copies a database while a server may be writing to it. */
import { backup } from "node:sqlite";
import { JournalError } from "./journal.ts";
import { makeOneFile } from "./one_file.ts";
import { readDatabase } from "./read_database.ts";
import { sqliteReason } from "./sqlite_error.ts";
import { systemReason } from "./system_reason.ts";

/**
 * Makes a copy of what the database holds at this moment, readable by its owner alone.
 * @param file must not exist
 * @throws {JournalError} a plain sentence; there is no file then but one that was there before
 */
export async function backupDatabase(path: string, file: string): Promise<void> {
  // Its transaction holds one moment, so that a busy server does not make the copy begin again.
  const db = readDatabase(path);
  try {
    create(file);
    try {
      await backup(db, file);
      makeOneFile(file);
    } catch (error) {
      Deno.removeSync(file);
      const message = `Cannot write ${file}: ${sqliteReason(error)}.`;
      throw new JournalError(message, { cause: error });
    }
  } finally {
    db.close();
  }
}

function create(file: string) {
  try {
    Deno.openSync(file, { createNew: true, write: true, mode: 0o600 }).close();
  } catch (error) {
    throw new JournalError(`Cannot write ${file}: ${systemReason(error)}.`, { cause: error });
  }
}
