/** Full-text search over rows in memory. */
import type { Hit, SearchOptions, Summary } from "./journal.ts";
import { searchedText } from "./searched_text.ts";
import { holdsAll, searchWords } from "./search_words.ts";
import { snippetOf } from "./snippet.ts";
import { type Stored, toDraft } from "./stored.ts";

/** A row among those of all conversations. */
export interface Placed extends Stored {
  place: number;
}

/**
 * Finds what holds every word of a query.
 * @param among the conversations that may be looked into, with their rows
 */
export function searchRows(
  among: Iterable<{ summary: Summary; rows: readonly Placed[] }>,
  { query, before = Infinity, limit = 50 }: SearchOptions & { query: string },
): Hit[] {
  const words = searchWords(query);
  if (words.length === 0) return [];
  const hits = [...among].flatMap(({ summary, rows }) => {
    const { conversation, title, model, updated } = summary;
    const entitles = rows.findLast(({ body }) => toDraft(body).type === "title");
    return rows.filter(({ place }) => place < before).flatMap((row): Hit[] => {
      const found = searchedText(toDraft(row.body));
      if (!found || found.id === null && row !== entitles) return [];
      if (!holdsAll(found.text, words)) return [];
      const snippet = snippetOf(found.text, words);
      return [{ conversation, title, model, updated, id: found.id, snippet, place: row.place }];
    });
  });
  return hits.sort((a, b) => b.place - a.place).slice(0, limit);
}
