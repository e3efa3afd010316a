/** Removes conversations for good, so that no byte of their text is left in any file. */
import type { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { integer } from "./columns.ts";
import type { LiveConversations } from "./live.ts";
import type { Transaction } from "./transaction.ts";

export function createSqliteEraser(
  db: DatabaseSync,
  { live, transaction, eraseBlobs }: {
    live: LiveConversations;
    transaction: Transaction;
    /** Removes the images that a conversation alone shows. */
    eraseBlobs: (conversation: number) => Promise<void>;
  },
) {
  const bury = db.prepare(
    "UPDATE conversations SET title = '', model = '', deleted = coalesce(deleted, updated), erased = 1 WHERE n = ?",
  );
  const parts = ["names", "unended", "writes"]
    .map((table) => db.prepare(`DELETE FROM ${table} WHERE conversation = ?`));
  const nextRow = db.prepare("SELECT n FROM rows WHERE conversation = ? LIMIT 1");
  const removeText = db.prepare(
    "DELETE FROM search WHERE rowid = ?1 AND EXISTS (SELECT 1 FROM texts WHERE n = ?1)",
  );
  const removeRow = db.prepare("DELETE FROM rows WHERE n = ?");
  const truncate = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  /** Whether the write-ahead log may hold what was erased. */
  let traces = false;

  async function erase(id: string): Promise<void> {
    const conversation = live.get(id);
    if (!conversation) return;
    const { n } = conversation;
    traces = true;
    if (!conversation.erased) {
      live.drop(id);
      transaction(() => {
        for (const part of parts) part.run(n);
        bury.run(n);
      }, { durable: true });
    }
    // The index takes some 20 ms to forget an answer; streams go on between two of them.
    for (let row = nextRow.get(n); row; row = nextRow.get(n)) {
      const number = integer(row.n);
      transaction(() => {
        removeText.run(number);
        removeRow.run(number);
      });
      await setImmediate();
    }
    await eraseBlobs(n);
    tidy();
  }

  /** Empties the write-ahead log, which a reader in another process may keep from it for a while. */
  function tidy() {
    if (!traces) return;
    traces = integer(truncate.get()?.busy) !== 0;
  }

  /** Has what was just removed leave the log as well. */
  function leaveNoTrace() {
    traces = true;
    tidy();
  }

  return { erase, tidy, leaveNoTrace };
}
