import { DatabaseSync } from "node:sqlite";
import { JournalError } from "./journal.ts";
import { migrate } from "./schema.ts";
import { systemReason } from "./system_reason.ts";
import { sqliteReason } from "./sqlite_error.ts";

/**
 * Opens a database file, which is made, readable by its owner alone, where there is none.
 *
 * Deleted text is overwritten (`secure_delete`). Nobody is waited for: the one process that may
 * write is this one.
 * @throws {JournalError} the sentence names the file
 */
export function openDatabase(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    createFile(path);
    db = new DatabaseSync(path);
    db.exec("PRAGMA busy_timeout = 0; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON");
    migrate(db);
    // A crash may have left in the log what was erased from the file.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)");
    return db;
  } catch (error) {
    db?.close();
    const reason = error instanceof JournalError ? error.message : sqliteReason(error);
    throw new JournalError(`The database ${path} cannot be used: ${reason}`, { cause: error });
  }
}

/** SQLite would make it with the rights of the umask; its companions take theirs from it. */
export function createFile(path: string): void {
  try {
    Deno.openSync(path, { createNew: true, write: true, mode: 0o600 }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    throw new JournalError(systemReason(error), { cause: error });
  }
}
