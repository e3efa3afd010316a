import { integer, type SqlRow } from "./columns.ts";

/** Rows that are read at once. */
const PORTION = 64;

/**
 * Reads rows a portion at a time, so that no more of them than a reader takes stand in memory.
 *
 * `StatementSync.iterate()` would do so too, but ends without a word where the database is damaged.
 * @param read gives the first `limit` rows whose column `by` is beyond `after`, ascending by it
 */
export function* inPortions(
  read: (after: number, limit: number) => SqlRow[],
  { by, after }: { by: string; after: number },
): Iterable<SqlRow> {
  while (true) {
    const rows = read(after, PORTION);
    yield* rows;
    if (rows.length < PORTION) return;
    after = integer(rows[rows.length - 1][by]);
  }
}
