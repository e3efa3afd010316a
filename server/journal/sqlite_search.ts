/** Full-text search over what was said. */
import type { DatabaseSync } from "node:sqlite";
import { integer, type SqlRow, text } from "./columns.ts";
import type { Hit, SearchOptions } from "./journal.ts";
import { inPortions } from "./portions.ts";
import { searchedText } from "./searched_text.ts";
import { holdsAll, searchWords } from "./search_words.ts";
import { snippetOf } from "./snippet.ts";
import { toDraft } from "./stored.ts";

/** The index knows every three characters that follow each other, and nothing shorter. */
const INDEXED = 3;

/** So many of the newest rows are looked at before the index is asked for less than it knows. */
const NEWEST = 300;

const BEYOND = "\u{10ffff}";

const HIT = `
  rows.n, rows.body, conversations.id AS conversation, conversations.title, conversations.model,
  conversations.updated,
  rows.seq IS conversations.titled_by AS entitles`;

const SHOWN = "conversations.owner = ? AND conversations.deleted IS NULL";

/**
 * @param db the journal's database, to read from
 * @param index the search index's own, which knows rows by their numbers alone
 */
export function createSqliteSearch(db: DatabaseSync, index: DatabaseSync) {
  const matching = index.prepare(`
    SELECT rowid AS n FROM search WHERE search MATCH ? AND rowid < ?
    ORDER BY rowid DESC LIMIT ?`);
  const byNumber = db.prepare(`
    SELECT ${HIT} FROM rows CROSS JOIN conversations ON conversations.n = rows.conversation
    WHERE rows.n = ? AND ${SHOWN}`);
  const newest = db.prepare(`
    SELECT ${HIT} FROM (SELECT * FROM rows WHERE n < ? ORDER BY n DESC LIMIT ${NEWEST}) AS rows
      CROSS JOIN conversations ON conversations.n = rows.conversation
    WHERE ${SHOWN} ORDER BY rows.n DESC`);
  const terms = index.prepare("SELECT term FROM terms WHERE term >= ? AND term < ?");

  return (
    owner: string,
    query: string,
    { before = Number.MAX_SAFE_INTEGER, limit = 50 }: SearchOptions = {},
  ): Hit[] => {
    const words = searchWords(query);
    if (words.length === 0) return [];
    if (words.every(isShort)) {
      // What is this common stands in many rows, and the index would have to gather all of them.
      const found = newest.all(before, owner).values().filter((row) => holds(row, words))
        .take(limit).toArray();
      if (found.length === limit) return hitsOf(found, words);
    }
    const expressions = words.map(expression);
    if (expressions.includes("")) return [];
    const found = matchesOf(expressions.join(" AND "), { owner, before }).take(limit).toArray();
    return hitsOf(found, words);
  };

  /** Rows that match and are shown, newest first. */
  function* matchesOf(
    expression: string,
    { owner, before }: { owner: string; before: number },
  ): Generator<SqlRow, undefined, undefined> {
    const read = (below: number, limit: number) => matching.all(expression, below, limit);
    for (const { n } of inPortions(read, { by: "n", after: before })) {
      const row = byNumber.get(integer(n), owner);
      if (row && isInForce(row)) yield row;
    }
  }

  /** A word in the language of FTS5; `""` where nothing can match it. */
  function expression(word: string): string {
    if (!isShort(word)) return quoted(word);
    const longer = terms.all(word, word + BEYOND).map(({ term }) => quoted(text(term)));
    return longer.length === 0 ? "" : `(${longer.join(" OR ")})`;
  }
}

function isShort(word: string): boolean {
  return [...word].length < INDEXED;
}

/** @see https://sqlite.org/fts5.html#fts5_strings */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

function holds(row: SqlRow, words: readonly string[]): boolean {
  const found = searchedText(toDraft(text(row.body)));
  return found !== undefined && isInForce(row) && holdsAll(found.text, words);
}

/** A title is found while it is the newest. */
function isInForce({ body, entitles }: SqlRow): boolean {
  return searchedText(toDraft(text(body)))?.id !== null || Boolean(entitles);
}

function hitsOf(rows: readonly SqlRow[], words: readonly string[]): Hit[] {
  return rows.flatMap(({ n, body, conversation, title, model, updated }) => {
    const found = searchedText(toDraft(text(body)));
    return found
      ? {
        conversation: text(conversation),
        title: text(title),
        model: text(model),
        updated: integer(updated),
        id: found.id,
        snippet: snippetOf(found.text, words),
        place: integer(n),
      }
      : [];
  });
}
