/** What is held in memory of conversations: all of those with running answers, some of the rest. */
import type { DatabaseSync } from "node:sqlite";
import { integer, text } from "./columns.ts";
import { inPortions } from "./portions.ts";
import type { Stored } from "./stored.ts";

/** A `token` or `thinking` row that was not compacted. */
export interface LiveWrite extends Stored {
  /** Its answer's id. */
  answer: string;
  /** Where it lies in the table `writes`. */
  place: number;
}

/** One conversation. Whoever writes to the database keeps it true. */
export interface Live {
  readonly id: string;
  readonly owner: string;
  /** Its number in the database. */
  readonly n: number;
  /** Nothing is left of it, or soon will be. */
  readonly erased: boolean;
  /** The newest seq. */
  top: number;
  title: string;
  titled: number;
  model: string;
  /** Ids of answers without an end, each with its number in the table `unended`. */
  readonly unended: Map<string, number>;
  /** Ascending by seq. */
  writes: LiveWrite[];
}

export type LiveConversations = ReturnType<typeof createLiveConversations>;

/**
 * @param options.idle how many conversations without running answers are kept
 */
export function createLiveConversations(db: DatabaseSync, { idle = 1000 }: { idle?: number } = {}) {
  const byId = db.prepare(
    "SELECT n, owner, erased, title, titled, model FROM conversations WHERE id = ?",
  );
  const topOf = db.prepare("SELECT max(seq) AS top FROM rows WHERE conversation = ?");
  const unended = db.prepare(`
    SELECT unended.n, unended.id, conversations.id AS conversation
    FROM unended JOIN conversations ON conversations.n = unended.conversation ORDER BY unended.n`);
  const writes = db.prepare(`
    SELECT place, conversation, seq, time, body, body ->> 'id' AS answer
    FROM writes WHERE place > ? ORDER BY place LIMIT ?`);

  const active = new Map<string, Live>();
  /** The one used longest ago comes first. */
  const resting = new Map<string, Live>();

  /** Set while the database may hold something else than is said here. */
  let stale = true;

  /** The conversation, from memory or from the database. */
  function get(id: string): Live | undefined {
    if (stale) reload();
    return find(id);
  }

  /** Those with running answers, or with rows that wait to be compacted, by id. */
  function busy(): ReadonlyMap<string, Live> {
    if (stale) reload();
    return active;
  }

  /** Forgets everything: a transaction was rolled back. */
  function forget() {
    stale = true;
  }

  function find(id: string): Live | undefined {
    const live = active.get(id) ?? resting.get(id) ?? read(id);
    if (live) touch(live);
    return live;
  }

  function read(id: string): Live | undefined {
    const row = byId.get(id);
    if (!row) return undefined;
    const n = integer(row.n);
    return {
      id,
      n,
      owner: text(row.owner),
      erased: integer(row.erased) !== 0,
      top: integer(topOf.get(n)?.top ?? 0),
      title: text(row.title),
      titled: integer(row.titled),
      model: text(row.model),
      unended: new Map(),
      writes: [],
    };
  }

  /** Has a conversation read from the database when it is needed again. */
  function drop(id: string) {
    active.delete(id);
    resting.delete(id);
  }

  /** Decides anew whether a conversation has to be kept. */
  function touch(live: Live) {
    resting.delete(live.id);
    if (live.unended.size > 0 || live.writes.length > 0) {
      active.set(live.id, live);
      return;
    }
    active.delete(live.id);
    resting.set(live.id, live);
    for (const id of resting.keys()) {
      if (resting.size <= idle) break;
      resting.delete(id);
    }
  }

  /** Reads what the database says of running answers. */
  function reload() {
    active.clear();
    resting.clear();
    const numbered = new Map<number, Live>();
    for (const row of unended.all()) {
      const live = find(text(row.conversation));
      if (!live) continue;
      live.unended.set(text(row.id), integer(row.n));
      numbered.set(live.n, live);
      touch(live);
    }
    const read = (place: number, limit: number) => writes.all(place, limit);
    for (const row of inPortions(read, { by: "place", after: 0 })) {
      const { place, conversation, seq, time, body, answer } = row;
      const live = numbered.get(integer(conversation));
      if (!live?.unended.has(text(answer))) continue;
      live.top = Math.max(live.top, integer(seq));
      live.writes.push({
        place: integer(place),
        seq: integer(seq),
        time: integer(time),
        body: text(body),
        answer: text(answer),
      });
    }
    stale = false;
  }

  return { get, busy, touch, drop, forget };
}
