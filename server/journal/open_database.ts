import { DatabaseSync } from "node:sqlite";
import { migrate } from "./schema.ts";
import { toJournalError } from "./sqlite_error.ts";
import { JournalError } from "./journal.ts";

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
    // SQLite would make it with the rights of the umask; its companions take theirs from it.
    Deno.openSync(path, { create: true, write: true, mode: 0o600 }).close();
    db = new DatabaseSync(path);
    db.exec("PRAGMA busy_timeout = 0; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON");
    migrate(db);
    db.exec("PRAGMA journal_mode = WAL");
    return db;
  } catch (error) {
    db?.close();
    const { message, cause } = toJournalError("open it", error);
    throw new JournalError(`The database ${path} cannot be used: ${message}`, {
      cause: cause ?? error,
    });
  }
}
