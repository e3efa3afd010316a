/** Opens the journal on SQLite: one file, one process that writes, WAL. */
import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { type Disk, openDisk } from "./disk.ts";
import type { Journal } from "./journal.ts";
import { openDatabase } from "./open_database.ts";
import { setAside } from "./set_aside.ts";
import { searchHere } from "./search_here.ts";
import type { Searcher } from "./searcher.ts";
import { isDamage, toJournalError } from "./sqlite_error.ts";
import { createSqliteJournal } from "./sqlite_journal.ts";

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
    return createSqliteJournal(db, { now, onUnindexed, searcher: searcher(path), disk: log });
  } catch (error) {
    db.close();
    void log?.[Symbol.asyncDispose](); // Nothing was asked of it, so that nothing can go wrong.
    throw toJournalError(`read the database ${path}`, error);
  }
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
