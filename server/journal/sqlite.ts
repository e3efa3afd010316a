/** The journal on SQLite: one file, one process that writes, WAL. */
import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { text } from "./columns.ts";
import { type Disk, openDisk } from "./disk.ts";
import type { Journal } from "./journal.ts";
import { createIndexing } from "./indexing.ts";
import { createLiveConversations } from "./live.ts";
import { openDatabase } from "./open_database.ts";
import { setAside } from "./set_aside.ts";
import { searchHere } from "./search_here.ts";
import type { Searcher } from "./searcher.ts";
import { createSqliteAdopter } from "./sqlite_adopter.ts";
import { createSqliteAppender } from "./sqlite_appender.ts";
import { createSqliteBlobs } from "./sqlite_blobs.ts";
import { createSqliteEraser } from "./sqlite_eraser.ts";
import { createSqliteReader } from "./sqlite_reader.ts";
import { createSqliteWriter } from "./sqlite_writer.ts";
import { isDamage, orJournalError, toJournalError } from "./sqlite_error.ts";
import { createTransaction } from "./transaction.ts";

export interface SqliteOptions {
  /** Milliseconds since 1970. @default {Date.now} */
  now?: () => number;
  /** @default {openDatabase} */
  open?: (path: string) => DatabaseSync;
  /**
   * A damaged file is kept under another name, an empty journal takes its place, and this hears a
   * sentence that names both. Without it such a file cannot be opened.
   */
  onCorrupt?: (sentence: string) => void;
  /**
   * Hears why what is new cannot be found, in a sentence: of each reason once, until it has gone
   * well again.
   */
  onUnindexed?: (sentence: string) => void;
  /** Finds words; disposed of with the journal. @default {searchHere} */
  searcher?: (path: string) => Searcher;
  /** Keeps the database's log; disposed of with the journal. @default {openDisk} */
  disk?: (path: string) => Disk;
}

/**
 * Opens a journal, which is made where there is none.
 * @throws {JournalError} the sentence names the file
 */
export function openSqliteJournal(
  path: string,
  { now = Date.now, onCorrupt, ...options }: SqliteOptions = {},
): Journal {
  try {
    return openAt(path, { now, ...options });
  } catch (error) {
    if (!onCorrupt || !isDamage(error)) throw error;
    const kept = setAside(path, now());
    onCorrupt(
      `The database ${path} is damaged. It is kept as ${kept}; an empty one takes its place.`,
    );
    return openAt(path, { now, ...options });
  }
}

function openAt(
  path: string,
  { now, open = openDatabase, onUnindexed = () => {}, searcher = searchHere, disk = openDisk }:
    & Omit<SqliteOptions, "now" | "onCorrupt">
    & { now: () => number },
): Journal {
  const db = open(path);
  let log: Disk | undefined;
  try {
    log = disk(logOf(path));
    return journalOn(db, { now, onUnindexed, searcher: searcher(path), disk: log });
  } catch (error) {
    void log?.[Symbol.asyncDispose]();
    db.close();
    throw toJournalError(`read the database ${path}`, error);
  }
}

function journalOn(
  db: DatabaseSync,
  { now, onUnindexed, searcher, disk }: {
    now: () => number;
    onUnindexed: (sentence: string) => void;
    searcher: Searcher;
    disk: Disk;
  },
): Journal {
  const live = createLiveConversations(db);
  live.busy(); // What cannot be read now would fail everything later.
  const reader = createSqliteReader(db, live);
  const transaction = createTransaction(db, { onRollback: live.forget, check: disk.check });
  const images = createSqliteBlobs(db, { transaction, now, tidy: () => eraser.leaveNoTrace() });
  const indexing = createIndexing(() => searcher.index(), {
    busy: () => live.busy().size,
    onFault: onUnindexed,
  });
  const writer = createSqliteWriter(db, { live, show: images.show, onText: indexing.note });
  const adopter = createSqliteAdopter(db, {
    live,
    transaction,
    show: images.show,
    onText: indexing.note,
  });
  const eraser = createSqliteEraser(db, {
    live,
    transaction,
    forget: searcher.forget,
    eraseBlobs: images.eraseOf,
  });
  const recall = db.prepare("SELECT value FROM notes WHERE key = ?");
  const remember = db.prepare(
    "INSERT INTO notes VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
  );

  const appender = createSqliteAppender({
    transaction,
    write: writer.write,
    onWritten: writer.trim,
    disk,
    now,
  });

  const read = <T>(id: string, work: () => T): Promise<T> =>
    orJournalError("read", async () => {
      await appender.safe(id);
      return work();
    });

  /** Deletes them for readers at once; from the file as soon as all around them may go as well. */
  function compact(id: string): number {
    const conversation = live.get(id);
    if (!conversation) return 0;
    const { writes, unended } = conversation;
    const kept = writes.filter(({ answer }) => unended.has(answer));
    if (kept.length === writes.length) return 0;
    conversation.writes = kept;
    live.touch(conversation);
    transaction(writer.trimAtEnd);
    eraser.tidy();
    return writes.length - kept.length;
  }

  return {
    append: appender.append,
    adopt: (adoption) =>
      orJournalError("save", () => {
        appender.flush();
        return adopter.adopt(adoption);
      }),
    since: (id, after, options) => read(id, () => reader.since(id, { after, ...options })),
    summary: (id) => read(id, () => reader.summary(id)),
    list: (owner, options) => orJournalError("read", () => reader.list(owner, options)),
    search: (owner, query, options) =>
      orJournalError("search", async () => {
        appender.flush();
        const { hits, fault } = await searcher.search(owner, query, options);
        indexing.heard(fault);
        return hits;
      }),
    unended: () => orJournalError("read", reader.unended),
    compact: (id) => orJournalError("tidy up", () => compact(id)),
    erase: (id) =>
      orJournalError("erase", () => {
        appender.flush();
        return eraser.erase(id);
      }),
    blobs: images.blobs,
    deletedBefore: (time) =>
      orJournalError(
        "read",
        () =>
          reader.deletedBefore(time).filter(({ conversation }) =>
            !adopter.isUnderWay(conversation)
          ),
      ),
    recall: (key) =>
      orJournalError("read", () => {
        const row = recall.get(key);
        return row && JSON.parse(text(row.value));
      }),
    remember: (key, value) =>
      orJournalError(
        "save",
        () =>
          transaction(() => void remember.run(key, JSON.stringify(value ?? null)), {
            durable: true,
          }),
      ),
    [Symbol.asyncDispose]: () =>
      orJournalError("close", async () => {
        appender.flush();
        indexing.close();
        await searcher[Symbol.asyncDispose]();
        eraser.close();
        if (db.isOpen) db.close();
        await disk[Symbol.asyncDispose]();
      }),
  };
}

/**
 * The file that a commit writes to. SQLite follows a link to a database, and without the write-ahead
 * log, which some network disks cannot have, it is the database itself.
 */
function logOf(path: string): string {
  const database = Deno.realPathSync(path);
  const log = `${database}-wal`;
  return existsSync(log) ? log : database;
}
