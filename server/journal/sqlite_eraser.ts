/** Removes conversations for good, so that no byte of their text is left in any file. */
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { integer } from "./columns.ts";
import { letOthers } from "../let_others.ts";
import type { LiveConversations } from "./live.ts";
import type { Transaction } from "./transaction.ts";

/** Milliseconds for which streams wait for one step. */
const AT_ONCE = 2;

/** How often, and after how many milliseconds, a log is emptied again that someone was reading. */
const [TRIES, PAUSE] = [5, 20];

/** Milliseconds before it is tried again later, and the most between two such tries. */
const [FIRST_REST, LONGEST_REST] = [1_000, 60_000];

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
  /** Whether the write-ahead log may hold what was erased, also by an earlier life of the server. */
  let traces = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest = FIRST_REST;
  let closed = false;
  tidy();

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
    while (transaction(() => removeSome(n))) await letOthers();
    await eraseBlobs(n);
    tidy();
    for (let tries = 0; traces && tries < TRIES; tries++) {
      await pause(PAUSE);
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

  /** Empties the write-ahead log; while another program keeps it from that, again and again. */
  function tidy() {
    if (!traces) return;
    traces = !isEmptied();
    if (!traces) stop();
    else if (!closed) timer ??= setTimeout(again, rest);
  }

  function again() {
    timer = undefined;
    rest = Math.min(rest * 2, LONGEST_REST);
    tidy();
  }

  function stop() {
    clearTimeout(timer);
    timer = undefined;
    rest = FIRST_REST;
  }

  function isEmptied(): boolean {
    try {
      return integer(truncate.get()?.busy) === 0;
    } catch {
      return false; // A disk that is full or fails now may work by the next try.
    }
  }

  /** Has what was just removed leave the log as well. */
  function leaveNoTrace() {
    traces = true;
    tidy();
  }

  /** The last try, before the database is closed. */
  function close() {
    closed = true;
    stop();
    tidy();
  }

  return { erase, tidy, leaveNoTrace, close };
}
