/** Is the search index true to the rows, as far as it goes? */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { integer, text } from "./columns.ts";
import type { Finding } from "./invariants.ts";
import { searchFile } from "./search_file.ts";
import { isDamage } from "./sqlite_error.ts";

/** Texts that can be found; what is deleted may be on its way out of the index. */
const TEXTS = `
  SELECT rows.n, conversations.deleted FROM rows
    JOIN conversations ON conversations.n = rows.conversation
  WHERE body ->> 'type' IN ('user', 'ai', 'error', 'title')`;

/**
 * @param db the journal's database, as it was at one moment: this very one
 * @param path where it is; the index lies beside it, or not at all
 */
export function* checkSearch(db: DatabaseSync, path: string): Iterable<Finding> {
  try {
    yield* findingsIn(db, path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const message = "The index is damaged. The next search makes it anew.";
    yield { rule: "search", message };
  }
}

function* findingsIn(db: DatabaseSync, path: string): Iterable<Finding> {
  if (!existsSync(searchFile(path))) return;
  using index = new DatabaseSync(searchFile(path), { readOnly: true });
  index.exec("PRAGMA busy_timeout = 5000");
  const ids = index.prepare("SELECT id FROM search_docsize").all().map(({ id }) => integer(id));
  for (const row of index.prepare("PRAGMA integrity_check").all()) {
    const message = text(row.integrity_check);
    if (message !== "ok") {
      yield { rule: "search", message: `SQLite says of the index: ${message}.` };
    }
  }
  const rows = db.prepare(TEXTS).all();
  const texts = new Set(rows.map(({ n }) => integer(n)));
  const sure = rows.filter(({ deleted }) => deleted === null).map(({ n }) => integer(n));
  const last = integer(db.prepare("SELECT max(n) AS n FROM rows").get()?.n ?? 0);
  const indexed = new Set(ids);
  const top = ids.reduce((most, id) => Math.max(most, id), 0);
  // What came after that moment may be in the index by now.
  const extra = ids.filter((id) => id <= last && !texts.has(id)).length;
  const missing = sure.filter((n) => n <= top && !indexed.has(n)).length;
  if (missing > 0) yield { rule: "search", message: `${missing} rows are not in the index.` };
  if (extra > 0) {
    yield { rule: "search", message: `${extra} rows of the index are of nothing that is there.` };
  }
}
