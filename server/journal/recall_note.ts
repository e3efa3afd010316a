import { existsSync } from "node:fs";
import { text } from "./columns.ts";
import { JournalError } from "./journal.ts";
import { readDatabase } from "./read_database.ts";

/**
 * A small value that a server kept in its database (`Journal.recall()`), read without a server.
 * @returns `undefined` where there is none, or where the database cannot be read as it is:
 *   `parley check` says why, and the next server
 */
export function recallNote(database: string, key: string): unknown {
  if (!existsSync(database)) return undefined;
  try {
    const db = readDatabase(database);
    try {
      const row = db.prepare("SELECT value FROM notes WHERE key = ?").get(key);
      return row && JSON.parse(text(row.value));
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof JournalError) return undefined;
    throw error;
  }
}
