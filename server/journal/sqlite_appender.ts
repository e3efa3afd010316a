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
  /** What conversations wait for, until it is on the disk. */
  const waits = new Map<string, Promise<void>>();
  /** Why nothing can be saved any more: what was written since the last sync may be lost. */
  let lost: JournalError | undefined;

  const batch = createBatch((appends: Prepared[]): Outcome<Row[]>[] => {
    if (lost) throw lost;
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
    const synced = sync();
    waits.set(conversation, synced);
    const forget = () => {
      if (waits.get(conversation) === synced) waits.delete(conversation);
    };
    synced.then(forget, forget);
    return synced;
  }

  async function sync(): Promise<void> {
    try {
      await disk.sync();
    } catch (cause) {
      // A second sync says that all is well, of a disk that has forgotten what it did not write.
      throw lost ??= new JournalError(
        "Cannot save as the disk failed; nothing can be saved until Parley is started again",
        { cause },
      );
    }
  }

  return {
    /** @throws {JournalError} */
    append: (append: Append): Promise<Row[]> => batch.add(prepare(append)),
    /** Commits what is waiting now. */
    flush: batch.flush,
  };
}
