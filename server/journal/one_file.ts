import { DatabaseSync } from "node:sqlite";

/**
 * Has a database that nobody has open be a file without a log. Whoever reads it then leaves nothing
 * beside it, and needs no right to write there; whoever opens it to write gives it a log again.
 */
export function makeOneFile(path: string): void {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = DELETE");
}
