/** What can be asked of a database's tables as wholes. */
import type { DatabaseSync } from "node:sqlite";
import { integer, text } from "./columns.ts";
import type { Finding } from "./invariants.ts";

/** How many rows there are that belong to nothing. */
const NONE: readonly (Finding & { count: string })[] = [
  ...["rows", "names", "unended", "writes", "shown"].map((table) => ({
    rule: "orphans",
    message: `of the table ${table} belong to no conversation.`,
    count: `SELECT count(*) AS count FROM ${table}
      WHERE conversation NOT IN (SELECT n FROM conversations)`,
  })),
  {
    rule: "images",
    message: "of images belong to no image.",
    count:
      `SELECT count(*) AS count FROM (SELECT blob FROM blob_parts UNION ALL SELECT blob FROM shown)
      WHERE blob NOT IN (SELECT n FROM blobs)`,
  },
];

export function* checkTables(db: DatabaseSync): Iterable<Finding> {
  for (const row of db.prepare("PRAGMA integrity_check").all()) {
    const message = text(row.integrity_check);
    if (message !== "ok") yield { rule: "integrity", message: `SQLite says: ${message}.` };
  }
  for (const { rule, message, count } of NONE) {
    const found = integer(db.prepare(count).get()?.count);
    if (found > 0) yield { rule, message: `${found} rows ${message}` };
  }
}
