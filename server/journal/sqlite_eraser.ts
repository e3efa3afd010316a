/** Removes conversations for good, so that no byte of their text is left in any file. */
import type { DatabaseSync } from "node:sqlite";
import { setImmediate, setTimeout } from "node:timers/promises";
import { integer } from "./columns.ts";
import type { LiveConversations } from "./live.ts";
import type { Transaction } from "./transaction.ts";

/** Milliseconds for which streams wait for one step. */
const AT_ONCE = 2;

/** How often, and after how many milliseconds, a log is emptied again that someone was reading. */
const [TRIES, PAUSE] = [5, 20];

export function createSqliteEraser(
  db: DatabaseSync,
  { live, transaction, forget, eraseBlobs }: {
    live: LiveConversations;
    transaction: Transaction;
    /** Has the search index forget a conversation that is out of sight. */
    forget: (conversation: string) => Promise<void>;
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
    // The index has to be told what it has to forget: the rows go after it.
    await forget(id);
    while (transaction(() => removeSome(n))) await setImmediate();
    await eraseBlobs(n);
    tidy();
    for (let tries = 0; traces && tries < TRIES; tries++) {
      await setTimeout(PAUSE);
      tidy();
    }
  }

  /** Removes rows for as long as nobody minds, and tells whether there may be more. */
  function removeSome(conversation: number): boolean {
    const begun = performance.now();
    while (performance.now() - begun < AT_ONCE) {
      const row = nextRow.get(conversation);
      if (!row) return false;
      removeRow.run(integer(row.n));
    }
    return true;
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
