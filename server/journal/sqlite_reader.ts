/** What can be asked of the database: committed rows, lists, running answers. */
import type { DatabaseSync } from "node:sqlite";
import { integer, type SqlRow, text } from "./columns.ts";
import type { ListCursor, Summary, UnendedAnswer } from "./journal.ts";
import type { LiveConversations } from "./live.ts";
import { inPortions } from "./portions.ts";
import { pageOf, type Stored } from "./stored.ts";

const SUMMARY = `
  SELECT id, owner, title, model, updated, deleted IS NOT NULL AS hidden, erased, titled,
    (SELECT max(seq) FROM rows WHERE conversation = conversations.n) AS top
  FROM conversations`;

export function createSqliteReader(db: DatabaseSync, live: LiveConversations) {
  const rowsAfter = db.prepare(`
    SELECT seq, time, body FROM rows WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?`);
  const summaryById = db.prepare(`${SUMMARY} WHERE id = ?`);
  const newest = db.prepare(`
    ${SUMMARY} WHERE owner = ? AND deleted IS NULL AND titled > 0
    ORDER BY updated DESC, id DESC LIMIT ?`);
  const newestBefore = db.prepare(`
    ${SUMMARY} WHERE owner = ? AND deleted IS NULL AND titled > 0 AND (updated, id) < (?, ?)
    ORDER BY updated DESC, id DESC LIMIT ?`);
  const waiting = db.prepare(`
    ${SUMMARY} WHERE deleted < ?
      AND (erased = 0 OR EXISTS (SELECT 1 FROM rows WHERE conversation = conversations.n)
        OR EXISTS (SELECT 1 FROM shown WHERE conversation = conversations.n))
    ORDER BY deleted`);

  function since(id: string, { after, maxBytes }: { after: number; maxBytes?: number }) {
    const conversation = live.get(id);
    if (!conversation || conversation.erased) return { rows: [], more: false };
    const { n, writes } = conversation;
    const read = (seq: number, limit: number) => rowsAfter.all(n, seq, limit);
    const rows = inPortions(read, { by: "seq", after });
    const newer = writes.slice(firstAfter(writes, after));
    return pageOf(ascending(rows, newer), { conversation: id, maxBytes });
  }

  function summary(id: string): Summary | undefined {
    const row = summaryById.get(id);
    return row && summaryOf(row);
  }

  function list(
    owner: string,
    { before, limit = 50 }: { before?: ListCursor; limit?: number } = {},
  ): Summary[] {
    const rows = before
      ? newestBefore.all(owner, before.updated, before.conversation, limit)
      : newest.all(owner, limit);
    return rows.map(summaryOf);
  }

  function deletedBefore(time: number): Summary[] {
    return waiting.all(time).map(summaryOf);
  }

  function summaryOf(row: SqlRow): Summary {
    const { id, owner, title, titled, model, updated, top, hidden, erased } = row;
    const conversation = text(id);
    return {
      conversation,
      owner: text(owner),
      top: erased ? 0 : live.busy().get(conversation)?.top ?? integer(top ?? 0),
      title: text(title),
      model: text(model),
      updated: integer(updated),
      ...(hidden ? { deleted: true } : {}),
      ...(erased ? { erased: true } : titled ? {} : { unsaid: true }),
    };
  }

  function unended(): UnendedAnswer[] {
    return live.busy().values().flatMap(({ id: conversation, owner, unended, writes }) => {
      const begun = new Set(writes.map(({ answer }) => answer));
      return unended.entries().map(([id, n]) => ({
        n,
        answer: { owner, conversation, id, begun: begun.has(id) },
      }));
    }).toArray().sort((a, b) => a.n - b.n).map(({ answer }) => answer);
  }

  return { since, summary, list, deletedBefore, unended };
}

function stored({ seq, time, body }: SqlRow): Stored {
  return { seq: integer(seq), time: integer(time), body: text(body) };
}

/** The index of the first entry with `seq > after`; entries ascend. */
function firstAfter(entries: readonly Stored[], after: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle].seq > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Merges rows from the table and from memory by seq; both ascend. */
function* ascending(
  rows: Iterable<SqlRow>,
  writes: readonly Stored[],
): Iterable<Stored> {
  let next = 0;
  for (const row of rows) {
    const entry = stored(row);
    while (next < writes.length && writes[next].seq < entry.seq) yield writes[next++];
    yield entry;
  }
  while (next < writes.length) yield writes[next++];
}
