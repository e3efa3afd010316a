import { JournalError } from "./journal.ts";

const CANNOT_OPEN = 14;

/** "Corrupt" and "not a database". */
const DAMAGED = [11, 26];

/** What SQLite's primary result codes mean to people. @see https://sqlite.org/rescode.html */
const REASONS: Record<number, string> = {
  5: "another program holds the database",
  6: "another program holds the database",
  8: "the database cannot be written to",
  10: "the disk failed",
  11: "the database is damaged",
  13: "the disk is full",
  [CANNOT_OPEN]: "the database file cannot be opened",
  23: "access to the database file was denied",
  26: "the database is damaged, or is no database",
};

/** `DatabaseSync.exec()` gives SQLite's words alone. @see https://sqlite.org/c3ref/errcode.html */
const WORDS: Record<string, number> = {
  "database is locked": 5,
  "attempt to write a readonly database": 8,
  "disk I/O error": 10,
  "database disk image is malformed": 11,
  "database or disk is full": 13,
  "file is not a database": 26,
};

/**
 * Puts what went wrong into plain words; a `JournalError` stays as it is.
 * @param doing what was tried, as in "save"
 */
export function toJournalError(doing: string, cause: unknown): JournalError {
  if (cause instanceof JournalError) return cause;
  return new JournalError(`Cannot ${doing} as ${sqliteReason(cause)}`, { cause });
}

/** Does something and answers as the port does: in a promise, with a `JournalError`. */
export async function orJournalError<T>(doing: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toJournalError(doing, error);
  }
}

/** Why SQLite did not do something, as the second half of a sentence. */
export function sqliteReason(error: unknown): string {
  if (codeOf(error) === "ERR_INVALID_STATE") return "the journal is closed";
  // The low byte of an extended code is the primary one.
  return REASONS[resultCode(error) & 0xff] ?? "the database did not do it";
}

/** Whether SQLite, or what it was wrapped in, says that a database is not what it was. */
export function isDamage(error: unknown): boolean {
  if (DAMAGED.includes(resultCode(error) & 0xff)) return true;
  return error instanceof JournalError && error.cause !== undefined && isDamage(error.cause);
}

/** SQLite's extended result code of an error; 0 when it is none of SQLite's. */
function resultCode(error: unknown): number {
  if (codeOf(error) !== "ERR_SQLITE_ERROR" || !(error instanceof Error)) return 0;
  // What has neither comes before there is a database.
  if (!("errcode" in error)) return WORDS[error.message] ?? CANNOT_OPEN;
  return typeof error.errcode === "number" ? error.errcode : 0;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
