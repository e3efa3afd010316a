/** The journal in memory: for tests, and for whoever wants nothing stored. */
import { createBatch, type Outcome } from "./batch.ts";
import { type Append, type Journal, JournalError } from "./journal.ts";
import { newerFirst } from "./list_order.ts";
import { createMemoryBlobs } from "./memory_blobs.ts";
import { type Conversation, emptied, isShownTo, summaryOf } from "./memory_conversation.ts";
import { searchRows } from "./memory_search.ts";
import { createMemoryWriter } from "./memory_writer.ts";
import type { Row } from "./rows.ts";
import { pageOf, toDraft } from "./stored.ts";

/**
 * @param options.now gives milliseconds since 1970
 */
export function createMemoryJournal({ now = Date.now }: { now?: () => number } = {}): Journal {
  const { conversations, write, adopt, isRunning, unended, endAll } = createMemoryWriter();
  const notes = new Map<string, string>();
  const imagesOf = ({ rows }: Conversation) =>
    rows.flatMap(({ body }) => {
      const row = toDraft(body);
      return row.type === "user" ? row.images ?? [] : [];
    });
  const blobs = createMemoryBlobs({
    now,
    isShown: (owner, hash) =>
      conversations.values()
        .some((conversation) =>
          conversation.owner === owner && imagesOf(conversation).includes(hash)
        ),
  });
  const nameImages = (owner: string, rows: readonly Row[]) =>
    rows.forEach((row) =>
      row.type === "user" && row.images?.forEach((hash) => blobs.name(owner, hash))
    );
  let closed = false;

  const batch = createBatch((appends: Append[]): Outcome<Row[]>[] => {
    const time = now();
    return appends.map((append) => {
      try {
        const rows = write(append, time);
        nameImages(append.owner, rows);
        return { value: rows };
      } catch (error) {
        return { error };
      }
    });
  });

  /** Answers as the port does: in a promise, and only while the journal is open. */
  function call<T>(work: () => T): Promise<T> {
    return closed ? Promise.reject(new JournalError("The journal is closed")) : Promise.try(work);
  }

  return {
    append: (append) => closed ? call(() => []) : batch.add(structuredClone(append)),
    adopt: (adoption) =>
      call(() => {
        adopt(adoption);
        nameImages(adoption.owner, adoption.rows);
      }),
    since: (id, after, { maxBytes } = {}) =>
      call(() => {
        const rows = conversations.get(id)?.rows ?? [];
        const from = rows.findIndex(({ seq }) => seq > after);
        return pageOf(from < 0 ? [] : rows.slice(from), { conversation: id, maxBytes });
      }),
    summary: (id) =>
      call(() => {
        const conversation = conversations.get(id);
        return conversation && summaryOf(conversation);
      }),
    list: (owner, { before, limit = 50 } = {}) =>
      call(() =>
        conversations.values()
          .filter((conversation) => isShownTo(owner, conversation))
          .filter((conversation) => !before || newerFirst(before, conversation) < 0)
          .toArray().sort(newerFirst).slice(0, limit).map(summaryOf)
      ),
    search: (owner, query, options) =>
      call(() => {
        const shown = conversations.values()
          .filter((conversation) => isShownTo(owner, conversation))
          .map((conversation) => ({ summary: summaryOf(conversation), rows: conversation.rows }));
        return searchRows(shown, { query, ...options });
      }),
    unended: () => call(unended),
    compact: (id) =>
      call(() => {
        const conversation = conversations.get(id);
        if (!conversation) return 0;
        const { length } = conversation.rows;
        conversation.rows = conversation.rows.filter(({ writes }) =>
          writes === undefined || isRunning(id, writes)
        );
        return length - conversation.rows.length;
      }),
    erase: (id) =>
      call(() => {
        batch.flush();
        const known = conversations.get(id);
        if (!known) return;
        endAll(id);
        conversations.set(id, {
          ...emptied(known),
          deleted: known.deleted ?? known.updated,
          erased: true,
        });
        for (const hash of imagesOf(known)) blobs.drop(known.owner, hash);
      }),
    blobs,
    deletedBefore: (time) =>
      call(() =>
        conversations.values()
          .filter(({ deleted = Infinity, erased }) => deleted < time && !erased)
          .toArray().sort((a, b) => (a.deleted ?? 0) - (b.deleted ?? 0)).map(summaryOf)
      ),
    recall: (name) =>
      call(() => {
        const note = notes.get(name);
        return note === undefined ? undefined : JSON.parse(note);
      }),
    remember: (name, value) => call(() => void notes.set(name, JSON.stringify(value ?? null))),
    [Symbol.asyncDispose]() {
      batch.flush();
      closed = true;
      return Promise.resolve();
    },
  };
}
