/** The journal on SQLite, put together from what appends, adopts, reads and erases. */
import type { DatabaseSync } from "node:sqlite";
import { text } from "./columns.ts";
import type { Disk } from "./disk.ts";
import { createIndexing } from "./indexing.ts";
import type { Journal } from "./journal.ts";
import { createLiveConversations } from "./live.ts";
import type { Searcher } from "./searcher.ts";
import { createSqliteAdopter } from "./sqlite_adopter.ts";
import { createSqliteAppender } from "./sqlite_appender.ts";
import { createSqliteBlobs } from "./sqlite_blobs.ts";
import { createSqliteEraser } from "./sqlite_eraser.ts";
import { orJournalError } from "./sqlite_error.ts";
import { createSqliteReader } from "./sqlite_reader.ts";
import { createSqliteWriter } from "./sqlite_writer.ts";
import { createTransaction } from "./transaction.ts";

/** The journal on an open database; disposing of it closes all that it was given. */
export function createSqliteJournal(
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

  /** Nobody reads what is not told yet. */
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
