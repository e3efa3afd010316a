/** Keeps the search index true to the rows: takes in what is new, forgets what is erased. */
import type { DatabaseSync } from "node:sqlite";
import { integer, text } from "./columns.ts";
import { searchedText } from "./searched_text.ts";
import { toDraft } from "./stored.ts";
import { createTransaction } from "./transaction.ts";
import { LASTING_ID } from "./unfinished.ts";

/** Rows that are looked at in one go: some 20 ms of work, after which others get their turn. */
const PORTION = 40;

/** Makes the last characters of a text the first ones of three. */
const PADDING = "\n\n";

/**
 * @param db the journal's database, to read from
 * @param index the index's own
 */
export function createSearchIndex(db: DatabaseSync, index: DatabaseSync) {
  const after = db.prepare(`
    SELECT rows.n, rows.seq, rows.time, rows.body, conversations.id AS conversation
    FROM rows CROSS JOIN conversations ON conversations.n = rows.conversation
    WHERE rows.n > ? AND conversations.erased = 0 ORDER BY rows.n LIMIT ${PORTION}`);
  const rowsOf = db.prepare(`
    SELECT rows.n, rows.seq, rows.body FROM conversations
      CROSS JOIN rows ON rows.conversation = conversations.n
    WHERE conversations.id = ? AND rows.seq > ? ORDER BY rows.seq LIMIT 1`);
  const place = db.prepare(`
    SELECT rows.seq, rows.time, ${LASTING_ID} AS conversation
    FROM rows JOIN conversations ON conversations.n = rows.conversation WHERE rows.n = ?`);
  const newest = index.prepare("SELECT max(id) AS n FROM search_docsize");
  const known = index.prepare("SELECT 1 FROM search_docsize WHERE id = ?");
  const insert = index.prepare("INSERT INTO search (rowid, text) VALUES (?, ?)");
  const remove = index.prepare("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)");
  const getMark = index.prepare("SELECT * FROM mark");
  const dropMark = index.prepare("DELETE FROM mark");
  const setMark = index.prepare("INSERT INTO mark VALUES (?, ?, ?, ?)");
  const transaction = createTransaction(index);

  /** Below it everything is indexed; what is above it and was not said is looked at again. */
  const top = () => integer(newest.get()?.n ?? 0);

  /** Whether the index is one of this very journal, as far as it goes. */
  function fits(): boolean {
    const mark = getMark.get();
    if (!mark) return top() === 0;
    const row = place.get(integer(mark.n));
    return integer(mark.n) === top() && row !== undefined &&
      ["seq", "time", "conversation"].every((key) => row[key] === mark[key]);
  }

  /** Takes in a portion at each step, until everything is in. */
  function* catchUp(): Generator<void, void, void> {
    for (let n = 0, full = true; full;) {
      // Someone else may have taken in some of it between two steps.
      const rows = after.all(Math.max(n, top()));
      full = rows.length === PORTION;
      const texts = rows.flatMap((row) => {
        const found = searchedText(toDraft(text(row.body)));
        return found ? [{ row, found: found.text + PADDING }] : [];
      });
      n = integer(rows.at(-1)?.n ?? n);
      if (texts.length === 0) continue;
      transaction(() => {
        for (const { row, found } of texts) insert.run(integer(row.n), found);
        mark();
      });
      yield;
    }
  }

  /** Forgets a text at each step: some 10 ms of work for an answer. */
  function* forget(conversation: string): Generator<void, void, void> {
    let seq = 0;
    for (let row; (row = rowsOf.get(conversation, seq));) {
      const n = integer(row.n);
      seq = integer(row.seq);
      const found = known.get(n) && searchedText(toDraft(text(row.body)));
      if (!found) continue;
      transaction(() => {
        remove.run(n, found.text + PADDING);
        mark();
      });
      yield;
    }
    index.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  function mark() {
    dropMark.run();
    const n = top();
    const row = n > 0 ? place.get(n) : undefined;
    if (row) setMark.run(n, text(row.conversation), integer(row.seq), integer(row.time));
  }

  return { fits, catchUp, forget };
}
