import type { DatabaseSync } from "node:sqlite";

/** Runs work as one transaction: all of it is stored, or nothing. */
export type Transaction = <T>(work: () => T, options?: { durable?: boolean }) => T;

/**
 * @param options.onRollback is called when nothing of some work was stored
 * @param options.check throws where nothing may be stored any more
 */
export function createTransaction(
  db: DatabaseSync,
  { onRollback = () => {}, check = () => {} }: {
    onRollback?: () => void;
    check?: () => void;
  } = {},
): Transaction {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  let safest: boolean | undefined;

  /** With FULL a commit is on the disk when it returns; with NORMAL only the process may crash. */
  function protect(durable: boolean) {
    if (safest === durable) return;
    db.exec(`PRAGMA synchronous = ${durable ? "FULL" : "NORMAL"}`);
    safest = durable;
  }

  return (work, { durable = false } = {}) => {
    check();
    if (db.isTransaction) db.exec("ROLLBACK");
    protect(durable);
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      onRollback();
      // After some errors, such as a full disk, SQLite has rolled back by itself.
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  };
}
