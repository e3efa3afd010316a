/** Copies of a database that are kept in a folder, one a day. */
import { join } from "node:path";
import { existsSync } from "node:fs";
import { messageOf } from "../describe.ts";
import { backupDatabase } from "./backup_database.ts";
import { text } from "./columns.ts";
import { JournalError } from "./journal.ts";
import { makeOneFile } from "./one_file.ts";
import { readDatabase } from "./read_database.ts";
import { openSqliteJournal } from "./sqlite.ts";
import { systemReason } from "./system_reason.ts";
import { isUnfinished } from "./unfinished.ts";

const NAME = /^parley-\d{4}-\d{2}-\d{2}\.db$/;

/** What a copy is called while it is being made, and what SQLite may leave beside it. */
const UNFINISHED = ".unfinished";
const HALF = /^parley-\d{4}-\d{2}-\d{2}\.db\.unfinished(-journal|-wal|-shm)?$/;
const BESIDE = ["-journal", "-wal", "-shm"];

/**
 * The day of the newest copy, such as `2026-11-24`; `undefined` where there is none. One of a later
 * day than `upto` does not count: it was made while the clock went wrong.
 */
export function newestCopy(folder: string, upto: string): string | undefined {
  const name = copiesIn(folder).findLast((name) => name <= nameOf(upto));
  return name?.slice("parley-".length, -".db".length);
}

/** Whether anything was written to a database since what is in a day's copy. */
export function isNewer(database: string, { folder, day }: { folder: string; day: string }) {
  return written(database) > changed(join(folder, nameOf(day)));
}

/**
 * Makes a day's copy, and removes the oldest ones beyond `keep`. Those of later days go first: they
 * were made while the clock went wrong, and nobody knows when.
 * @throws {JournalError} there is no new copy, and all the old ones are there
 */
export async function keepCopy(
  database: string,
  { folder, day, keep }: { folder: string; day: string; keep: number },
): Promise<void> {
  const file = join(folder, nameOf(day));
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeUnfinished(folder);
    // What is written while the copy is made is not in it. Nor may a clock that went wrong before
    // have it seem newer than all that comes.
    const made = new Date(Math.min(written(database), Date.now()));
    await backupDatabase(database, file + UNFINISHED);
    Deno.utimeSync(file + UNFINISHED, made, made);
    for (const end of BESIDE) remove(file + end);
    Deno.renameSync(file + UNFINISHED, file);
    const copies = copiesIn(folder);
    const later = copies.filter((name) => name > nameOf(day));
    for (
      const old of [...later, ...copies.slice(0, copies.length - later.length)].slice(0, -keep)
    ) {
      // The copy goes last: it is by its name that all of this is found again.
      for (const end of [...BESIDE, ""]) remove(join(folder, old + end));
    }
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError(`Cannot keep ${file}: ${systemReason(error)}.`, { cause: error });
  }
}

/**
 * Erases from every copy what was erased from the database.
 * @returns a sentence for each copy of which that cannot be said
 */
export async function eraseInCopies(database: string, folder: string): Promise<string[]> {
  const faults: string[] = [];
  try {
    removeUnfinished(folder);
  } catch (error) {
    faults.push(`${folder}: ${systemReason(error)}`);
  }
  const erased = erasedIn(database);
  for (const name of copiesIn(folder)) {
    const file = join(folder, name);
    try {
      const made = Deno.statSync(file).mtime ?? new Date();
      await eraseIn(file, erased);
      makeOneFile(file);
      // It is as old as before.
      Deno.utimeSync(file, made, made);
    } catch (error) {
      faults.push(`${file}: ${messageOf(error)}`);
    }
  }
  return faults;
}

async function eraseIn(file: string, erased: ReadonlySet<string>) {
  await using copy = openSqliteJournal(file, { searcher: () => NO_SEARCH });
  for (const id of erased) {
    const summary = await copy.summary(id);
    if (summary && !summary.erased) await copy.erase(id);
  }
  // What was being erased, or taken in, when the copy was made; and what an earlier try left.
  for (const { conversation, erased } of await copy.deletedBefore(Infinity)) {
    if (erased || isUnfinished(conversation)) await copy.erase(conversation);
  }
  // Nobody sends what was handed in there.
  await copy.blobs.dropUnused(Infinity);
}

/** Copies have no search index. */
const NO_SEARCH = {
  search: () => Promise.resolve({ hits: [] }),
  index: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

function erasedIn(database: string): Set<string> {
  const db = readDatabase(database, { snapshot: false });
  try {
    const rows = db.prepare("SELECT id FROM conversations WHERE erased = 1").all();
    return new Set(rows.map(({ id }) => text(id)));
  } finally {
    db.close();
  }
}

/** Names, the oldest first. */
function copiesIn(folder: string): string[] {
  return namesIn(folder, NAME).sort();
}

/** Removes what nobody came to the end of, on whatever day. */
function removeUnfinished(folder: string) {
  for (const name of namesIn(folder, HALF)) remove(join(folder, name));
}

function namesIn(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => pattern.test(name));
}

function nameOf(day: string): string {
  return `parley-${day}.db`;
}

/** When a database was written to last, in milliseconds since 1970. */
function written(database: string): number {
  return Math.max(changed(database), changed(`${database}-wal`));
}

/** When a file was changed last, in milliseconds since 1970; 0 where there is none. */
function changed(path: string): number {
  return existsSync(path) ? Deno.statSync(path).mtime?.getTime() ?? 0 : 0;
}

function remove(path: string) {
  if (existsSync(path)) Deno.removeSync(path);
}
