/** Images in a database, in parts: so that no stream waits long while one is stored or erased. */
import type { DatabaseSync } from "node:sqlite";
import type { Blob, Blobs } from "./blobs.ts";
import { bytes, integer, text } from "./columns.ts";
import { letOthers } from "../let_others.ts";
import { orJournalError } from "./sqlite_error.ts";
import type { Transaction } from "./transaction.ts";

/** Bytes of a part: some 5 ms of work. */
const PART = 1024 * 1024;

const UNUSED = "NOT EXISTS (SELECT 1 FROM shown WHERE blob = blobs.n)";

/** What stands for the time when an image was kept, once a row has named it since. */
const NAMED = -1;

const KNOWN = "SELECT n, type, whole FROM blobs WHERE owner = ? AND hash = ?";

/** Reads images alone, so that it works on a database that cannot be written to. */
export function createBlobReader(db: DatabaseSync) {
  const known = db.prepare(KNOWN);
  const parts = db.prepare("SELECT bytes FROM blob_parts WHERE blob = ? ORDER BY n");
  return (owner: string, hash: string): Blob | undefined => {
    const row = known.get(owner, hash);
    if (!row?.whole) return undefined;
    return { type: text(row.type), bytes: joined(parts.all(row.n).map((p) => bytes(p.bytes))) };
  };
}

export type SqliteBlobs = ReturnType<typeof createSqliteBlobs>;

/**
 * @param options.now milliseconds since 1970
 * @param options.tidy is called when something was removed
 */
export function createSqliteBlobs(
  db: DatabaseSync,
  { transaction, now, tidy }: { transaction: Transaction; now: () => number; tidy: () => void },
) {
  const known = db.prepare(KNOWN);
  const read = createBlobReader(db);
  const begin = db.prepare(
    "INSERT INTO blobs (owner, hash, type, time, whole) VALUES (?, ?, ?, ?, 0)",
  );
  const addPart = db.prepare("INSERT INTO blob_parts (blob, bytes) VALUES (?, ?)");
  const end = db.prepare("UPDATE blobs SET whole = 1 WHERE n = ?");
  const touch = db.prepare("UPDATE blobs SET time = ? WHERE n = ?");
  const unused = db.prepare(`SELECT n FROM blobs WHERE time < ? AND ${UNUSED} LIMIT 1`);
  const oldest = db.prepare(`SELECT min(time) AS time FROM blobs WHERE ${UNUSED}`);
  const isWanted = db.prepare(`
    SELECT 1 FROM blobs WHERE n = ?1 AND (whole = 1 AND time <> ${NAMED}
      OR EXISTS (SELECT 1 FROM shown WHERE blob = ?1 AND conversation <> ?2))`);
  const spoil = db.prepare("UPDATE blobs SET whole = 0 WHERE n = ?");
  const nextPart = db.prepare("SELECT n FROM blob_parts WHERE blob = ? LIMIT 1");
  const removePart = db.prepare("DELETE FROM blob_parts WHERE n = ?");
  const remove = db.prepare("DELETE FROM blobs WHERE n = ?");
  const show = db.prepare(`
    INSERT OR IGNORE INTO shown (conversation, blob)
    SELECT ?, n FROM blobs WHERE owner = ? AND hash = ?`);
  const name = db.prepare(`UPDATE blobs SET time = ${NAMED} WHERE owner = ? AND hash = ?`);
  const nextShown = db.prepare("SELECT blob FROM shown WHERE conversation = ? LIMIT 1");
  const hide = db.prepare("DELETE FROM shown WHERE conversation = ? AND blob = ?");
  const hideAll = db.prepare("DELETE FROM shown WHERE blob = ?");

  /**
   * One thing after the other: SQLite gives the number of what was removed to what comes next, so
   * nothing may be stored while something is being erased.
   */
  let last: Promise<unknown> = Promise.resolve();
  function inLine<T>(task: () => Promise<T>): Promise<T> {
    const mine = last.then(task);
    last = mine.catch(() => {}); // Who asked hears why; the next one is not to wait for it.
    return mine;
  }

  async function store(owner: string, hash: string, blob: Blob): Promise<void> {
    const former = known.get(owner, hash);
    if (former?.whole) {
      return transaction(() => void touch.run(now(), former.n), { durable: true });
    }
    if (former) await erase(integer(former.n));
    const n = transaction(() => begin.run(owner, hash, blob.type, now()).lastInsertRowid);
    for (let at = 0; at < blob.bytes.length; at += PART) {
      await letOthers();
      transaction(() => void addPart.run(n, blob.bytes.subarray(at, at + PART)));
    }
    transaction(() => void end.run(n), { durable: true });
  }

  /** Removes one for good. Interrupted, it is seen to be unfinished, and can be begun again. */
  async function erase(n: number): Promise<void> {
    transaction(() => void spoil.run(n));
    for (let part = nextPart.get(n); part; part = nextPart.get(n)) {
      const number = integer(part.n);
      transaction(() => void removePart.run(number));
      await letOthers();
    }
    transaction(() => {
      remove.run(n);
      hideAll.run(n);
    }, { durable: true });
  }

  async function eraseUnused(time: number): Promise<boolean> {
    const row = unused.get(time);
    if (row) await erase(integer(row.n));
    return row !== undefined;
  }

  /** The next image that a conversation shows: one that others show, or will, is only no longer its. */
  async function eraseNextOf(conversation: number): Promise<boolean> {
    const row = nextShown.get(conversation);
    if (!row) return false;
    const blob = integer(row.blob);
    if (isWanted.get(blob, conversation)) transaction(() => void hide.run(conversation, blob));
    else await erase(blob);
    return true;
  }

  const blobs: Blobs = {
    keep: (owner, hash, blob) =>
      orJournalError("save", () => inLine(() => store(owner, hash, blob))),
    get: (owner, hash) => orJournalError("read", () => read(owner, hash)),
    has: (owner, hash) => orJournalError("read", () => Boolean(known.get(owner, hash)?.whole)),
    dropUnused: (time) =>
      orJournalError("erase", async () => {
        let count = 0;
        while (await inLine(() => eraseUnused(time))) count++;
        if (count > 0) tidy();
        return count;
      }),
    oldestUnused: () =>
      orJournalError("read", () => {
        const time = oldest.get()?.time;
        return typeof time === "number" ? time : undefined;
      }),
  };

  return {
    blobs,

    /** Notes, inside someone else's transaction, that a row of a conversation names images. */
    show({ n, owner }: { n: number; owner: string }, hashes: readonly string[]) {
      for (const hash of hashes) {
        show.run(n, owner, hash);
        name.run(owner, hash);
      }
    },

    /** Removes for good the images that this conversation alone shows, and nobody kept anew. */
    async eraseOf(conversation: number) {
      while (await inLine(() => eraseNextOf(conversation)));
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
