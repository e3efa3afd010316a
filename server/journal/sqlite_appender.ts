/**
 * Appends: gathered in batches, committed, and told once they are as safe as was asked. What has to
 * outlive a power cut lies on the disk by then. Nothing waits for that but the conversation itself:
 * a disk that takes its time would hold up every stream there is.
 */
import { createBatch, type Outcome } from "./batch.ts";
import type { Disk } from "./disk.ts";
import { type Append, JournalError } from "./journal.ts";
import type { Row } from "./rows.ts";
import { toJournalError } from "./sqlite_error.ts";
import { prepare, type Prepared } from "./sqlite_writer.ts";
import type { Transaction } from "./transaction.ts";

export interface SqliteAppenderOptions {
  transaction: Transaction;
  /** Stores the rows of one append, inside the transaction. */
  write: (append: Prepared, time: number) => Row[];
  /** Is called at the end of each transaction. */
  onWritten: () => void;
  /** Of the database's log. */
  disk: Disk;
  now: () => number;
}

export function createSqliteAppender(
  { transaction, write, onWritten, disk, now }: SqliteAppenderOptions,
) {
  /** What conversations wait for, until it is on the disk; for ever, if the disk has failed. */
  const waits = new Map<string, Promise<void>>();

  const batch = createBatch((appends: Prepared[]): Outcome<Row[]>[] => {
    const time = now();
    try {
      return transaction(() => {
        const outcomes = appends.map((append) => outcome(append, time));
        onWritten();
        return outcomes;
      });
    } catch (error) {
      throw toJournalError("save", error);
    }
  }, { after: safe });

  function outcome(append: Prepared, time: number): Outcome<Row[]> {
    try {
      return { value: write(append, time) };
    } catch (error) {
      if (error instanceof JournalError && error.fault !== "storage") return { error };
      throw error;
    }
  }

  /** Rows are told by their seqs: what comes after one that is not safe yet waits for it too. */
  function safe({ conversation, durable }: Prepared): Promise<void> | undefined {
    if (!durable) return waits.get(conversation);
    const synced = disk.sync().then(() => {
      if (waits.get(conversation) === synced) waits.delete(conversation);
    });
    waits.set(conversation, synced);
    return synced;
  }

  return {
    /** @throws {JournalError} */
    append: (append: Append): Promise<Row[]> => batch.add(prepare(append)),
    /** Commits what is waiting now. */
    flush: batch.flush,
    /**
     * Resolves when all that is committed of a conversation is as safe as it has to be: nobody may
     * read what is not told yet, or answer for it.
     * @throws {JournalError} the disk failed, and what it lost may be of this conversation
     */
    safe: (conversation: string): Promise<void> | undefined => waits.get(conversation),
  };
}
