import type { DeletedRow, Draft } from "./rows.ts";

/** Rows that put a conversation out of sight, or back. */
export function isDeletion<R extends Draft>(row: R): row is Extract<R, DeletedRow> {
  return row.type === "deleted" || row.type === "restored";
}
