import { JournalError } from "./journal.ts";

/** What SQLite's primary result codes mean to people. @see https://sqlite.org/rescode.html */
const REASONS: Record<number, string> = {
  5: "another program holds the database",
  6: "another program holds the database",
  8: "the database cannot be written to",
  10: "the disk failed",
  11: "the database is damaged",
  13: "the disk is full",
  14: "the database file cannot be opened",
  23: "access to the database file was denied",
  26: "the database is damaged, or is no database",
};

/**
 * Puts what went wrong into plain words; a `JournalError` stays as it is.
 * @param doing what was tried, as in "save"
 */
export function toJournalError(doing: string, cause: unknown): JournalError {
  if (cause instanceof JournalError) return cause;
  const reason = REASONS[resultCode(cause) & 0xff] ?? "the database did not do it";
  return new JournalError(`Cannot ${doing} as ${reason}`, { cause });
}

/** SQLite's extended result code of an error; 0 when it is none of SQLite's. */
export function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !("errcode" in error)) return 0;
  return typeof error.errcode === "number" ? error.errcode : 0;
}
