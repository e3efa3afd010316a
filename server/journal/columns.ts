/** Rows of SQLite, and the values of their columns as what the tables say they are. */
import type { SQLOutputValue } from "node:sqlite";
import { JournalError } from "./journal.ts";

export type SqlRow = Record<string, SQLOutputValue>;

/** @throws {JournalError} the value is not a whole number that JavaScript can hold */
export function integer(value: SQLOutputValue | undefined): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw damaged("a number");
}

/** @throws {JournalError} the value is not text */
export function text(value: SQLOutputValue | undefined): string {
  if (typeof value === "string") return value;
  throw damaged("text");
}

/** @throws {JournalError} the value is not bytes */
export function bytes(value: SQLOutputValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw damaged("bytes");
}

function damaged(expected: string): JournalError {
  return new JournalError(`The database is damaged: ${expected} is missing where it must stand`);
}
