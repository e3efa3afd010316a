/** The journal in memory: for tests, and for whoever wants nothing stored. */
import { createBatch, type Outcome } from "./batch.ts";
import { checkRows } from "./check_rows.ts";
import { type Adoption, type Append, type Journal, JournalError } from "./journal.ts";
import { createMemoryBlobs } from "./memory_blobs.ts";
import { isDeletion } from "./deletion.ts";
import { newerFirst } from "./list_order.ts";
import {
  type Conversation,
  emptied,
  isShownTo,
  type Kept,
  summaryOf,
} from "./memory_conversation.ts";
import { searchRows } from "./memory_search.ts";
import { modelAfter } from "./model_after.ts";
import { namesOf } from "./names.ts";
import { type Draft, endsAnswer, isWrite, type Row } from "./rows.ts";
import { pageOf, toDraft, toRow } from "./stored.ts";

interface Unended {
  owner: string;
  conversation: string;
  id: string;
  begun: boolean;
}

/**
 * @param options.now gives milliseconds since 1970
 */
export function createMemoryJournal({ now = Date.now }: { now?: () => number } = {}): Journal {
  const conversations = new Map<string, Conversation>();
  const answers = new Map<string, Unended>();
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
  let places = 0;
  let closed = false;

  const batch = createBatch((appends: Append[]): Outcome<Row[]>[] => {
    const time = now();
    return appends.map((append) => {
      try {
        return { value: write(append, time) };
      } catch (error) {
        return { error };
      }
    });
  });

  function write({ owner, conversation: id, rows }: Append, time: number): Row[] {
    const known = conversations.get(id);
    if (known && known.owner !== owner) {
      throw new JournalError("Cannot append as the conversation is another owner's", {
        fault: "owner",
      });
    }
    if (known?.erased) {
      throw new JournalError("Cannot append as the conversation was erased", { fault: "gone" });
    }
    checkRows(rows, {
      taken: (name) => known?.named.has(name) ?? false,
      running: (answer) => answers.has(key(id, answer)),
    });
    if (rows.length === 0) return [];
    const conversation = known ?? emptied({ conversation: id, owner, updated: time });
    conversations.set(id, conversation);
    return rows.map((draft) => keep(conversation, { draft, time }));
  }

  function adopt({ owner, conversation: id, rows }: Adoption) {
    if (conversations.has(id)) {
      throw new JournalError("Cannot adopt as the conversation is there", { fault: "conflict" });
    }
    checkRows(rows, { taken: () => false, running: () => false });
    const conversation = emptied({ conversation: id, owner, updated: 0 });
    conversations.set(id, conversation);
    for (const { conversation: _, seq, time, ...draft } of rows) {
      conversation.top = seq - 1;
      keep(conversation, { draft, time });
    }
  }

  function keep(conversation: Conversation, { draft, time }: { draft: Draft; time: number }): Row {
    const { conversation: id, owner, named } = conversation;
    const seq = ++conversation.top;
    const kept: Kept = { seq, time, place: ++places, body: JSON.stringify(draft) };
    conversation.rows.push(kept);
    if (isWrite(draft)) {
      kept.writes = draft.id;
      const answer = answers.get(key(id, draft.id));
      if (answer) answer.begun = true;
    } else if (isDeletion(draft)) {
      conversation.deleted = draft.type === "deleted" ? time : undefined;
    } else conversation.updated = time;
    for (const name of namesOf(draft)) named.set(name, kept);
    conversation.model = modelAfter(draft) ?? conversation.model;
    if (draft.type === "user") conversation.firstMessage ??= draft.message;
    if (draft.type === "typing") {
      answers.set(key(id, draft.id), { owner, conversation: id, id: draft.id, begun: false });
    }
    if (draft.type === "title") conversation.title = draft.message;
    if (endsAnswer(draft)) answers.delete(key(id, draft.id));
    return { ...draft, conversation: id, seq, time };
  }

  /** Answers as the port does: in a promise, and only while the journal is open. */
  function call<T>(work: () => T): Promise<T> {
    return closed ? Promise.reject(new JournalError("The journal is closed")) : Promise.try(work);
  }

  return {
    append: (append) => closed ? call(() => []) : batch.add(structuredClone(append)),
    adopt: (adoption) => call(() => adopt(adoption)),
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
    find: (id, name) =>
      call(() => {
        const kept = conversations.get(id)?.named.get(name);
        return kept && toRow(id, kept);
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
    unended: () => call(() => answers.values().map((answer) => ({ ...answer })).toArray()),
    compact: (id) =>
      call(() => {
        const conversation = conversations.get(id);
        if (!conversation) return 0;
        const { length } = conversation.rows;
        conversation.rows = conversation.rows.filter(({ writes }) =>
          writes === undefined || answers.has(key(id, writes))
        );
        return length - conversation.rows.length;
      }),
    erase: (id) =>
      call(() => {
        batch.flush();
        const known = conversations.get(id);
        if (!known) return;
        for (const [name, answer] of answers) {
          if (answer.conversation === id) answers.delete(name);
        }
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

function key(conversation: string, answer: string): string {
  return `${conversation} ${answer}`;
}
