/** Stores the rows of one append, inside a transaction that is someone else's. */
import type { DatabaseSync } from "node:sqlite";
import { checkConversation } from "./check_conversation.ts";
import { checkRows } from "./check_rows.ts";
import { integer } from "./columns.ts";
import type { Append } from "./journal.ts";
import type { Live, LiveConversations } from "./live.ts";
import { isDeletion } from "./deletion.ts";
import { entitle } from "./entitle.ts";
import { modelAfter } from "./model_after.ts";
import { namesOf } from "./names.ts";
import { type Draft, endsAnswer, isWrite, type Row } from "./rows.ts";
import { searchedText } from "./searched_text.ts";
import type { SqliteBlobs } from "./sqlite_blobs.ts";

/** An append as it was when it was asked for; the JSON of each of its rows stands in `bodies`. */
export interface Prepared extends Append {
  bodies: string[];
}

/** Copies an append, so that nobody changes it any more. */
export function prepare(append: Append): Prepared {
  const rows = append.rows.map((row) => ({ ...row }));
  return { ...append, rows, bodies: rows.map((row) => JSON.stringify(row)) };
}

interface Placed {
  draft: Draft;
  body: string;
  time: number;
}

/** New rows that come together before old ones go: one statement, in place of one in each commit. */
const TRIM_EVERY = 100;

/**
 * Old rows of the log that are removed for each new one. More than one, so that what a long answer
 * held back is caught up with; few, as streams would be seen to wait for thousands at once.
 */
const TRIMMED_FOR_EACH = 2;

/** Rows of the log that are removed when an answer has ended: half a millisecond of work. */
const TRIMMED_AT_END = 500;

/** @param options.onText hears of each row that can be searched, before it is committed */
export function createSqliteWriter(
  db: DatabaseSync,
  { live, show, onText = () => {} }: {
    live: LiveConversations;
    show: SqliteBlobs["show"];
    onText?: () => void;
  },
) {
  const insertConversation = db.prepare(
    "INSERT INTO conversations (id, owner, title, titled, updated) VALUES (?, ?, '', 0, ?)",
  );
  const updateConversation = db.prepare(
    "UPDATE conversations SET title = ?, titled = ?, model = ?, updated = ? WHERE n = ?",
  );
  const insertRow = db.prepare(
    "INSERT INTO rows (conversation, seq, time, body) VALUES (?, ?, ?, ?)",
  );
  const insertWrite = db.prepare(
    "INSERT INTO writes (place, conversation, seq, time, body) VALUES (?, ?, ?, ?, ?)",
  );
  const insertName = db.prepare("INSERT INTO names (conversation, id, seq) VALUES (?, ?, ?)");
  const findName = db.prepare("SELECT 1 FROM names WHERE conversation = ? AND id = ?");
  const insertUnended = db.prepare("INSERT INTO unended (conversation, id) VALUES (?, ?)");
  const deleteUnended = db.prepare("DELETE FROM unended WHERE n = ?");
  const deleteWrites = db.prepare("DELETE FROM writes WHERE place < ?");
  const setDeleted = db.prepare("UPDATE conversations SET deleted = ? WHERE n = ?");
  const entitled = db.prepare("UPDATE conversations SET titled_by = ? WHERE n = ?");
  const places = db.prepare(`
    SELECT (SELECT min(place) FROM writes) AS first, (SELECT max(place) FROM writes) AS last`)
    .get();
  /** The newest row of the log, the newest that the log was trimmed for, and one before all. */
  let place = integer(places?.last ?? 0);
  let trimmed = place;
  let first = integer(places?.first ?? 1);

  /**
   * Nothing is stored when it throws a `JournalError`; after any other error the transaction has
   * to be rolled back.
   */
  function write({ owner, conversation: id, rows, bodies }: Prepared, time: number): Row[] {
    const known = live.get(id);
    checkConversation(known, owner);
    checkRows(rows, {
      taken: (name) => known !== undefined && findName.get(known.n, name) !== undefined,
      running: (answer) => known?.unended.has(answer) ?? false,
    });
    if (rows.length === 0) return [];
    const conversation = known ?? create(id, { owner, time });
    const placed = rows.map((draft, index) =>
      store(conversation, { draft, body: bodies[index], time })
    );
    if (!rows.every(isWrite)) {
      const { title, titled, model, n } = conversation;
      if (!rows.every(isAside)) updateConversation.run(title, titled, model, time, n);
      live.touch(conversation);
    }
    return placed;
  }

  function create(id: string, { owner, time }: { owner: string; time: number }): Live {
    const n = Number(insertConversation.run(id, owner, time).lastInsertRowid);
    const unended = new Map<string, number>();
    const fresh = { erased: false, top: 0, title: "", titled: 0, model: "" };
    return { id, owner, n, ...fresh, unended, writes: [] };
  }

  function store(conversation: Live, { draft, body, time }: Placed): Row {
    const { n, id } = conversation;
    const seq = ++conversation.top;
    if (isWrite(draft)) {
      insertWrite.run(++place, n, seq, time, body);
      conversation.writes.push({ place, seq, time, body, answer: draft.id });
    } else {
      insertRow.run(n, seq, time, body);
      if (draft.type === "title") entitled.run(seq, n);
      if (searchedText(draft)) onText();
      register(conversation, { draft, seq, time });
    }
    return Object.assign(draft, { conversation: id, seq, time });
  }

  /** Keeps what can be asked of a conversation without reading its rows. */
  function register(
    conversation: Live,
    { draft, seq, time }: { draft: Draft; seq: number; time: number },
  ) {
    const { n, unended } = conversation;
    for (const name of namesOf(draft)) insertName.run(n, name, seq);
    conversation.model = modelAfter(draft) ?? conversation.model;
    entitle(conversation, draft);
    if (draft.type === "user") {
      show(conversation, draft.images ?? []);
    } else if (draft.type === "typing") {
      unended.set(draft.id, Number(insertUnended.run(n, draft.id).lastInsertRowid));
    } else if (endsAnswer(draft)) {
      deleteUnended.run(unended.get(draft.id) ?? 0);
      unended.delete(draft.id);
    } else if (isDeletion(draft)) {
      setDeleted.run(draft.type === "deleted" ? time : null, n);
    }
  }

  /** Removes some of the log's old end, in proportion to what is new, once that is worth it. */
  function trim() {
    const added = place - trimmed;
    if (added >= TRIM_EVERY) remove(TRIMMED_FOR_EACH * added);
  }

  /** Removes rows of the log's old end, in which no running answer has anything. */
  function remove(atMost: number) {
    trimmed = place;
    const oldest = live.busy().values().reduce(
      (least, { writes: [write] }) => Math.min(least, write?.place ?? least),
      place + 1,
    );
    const end = Math.min(oldest, first + atMost);
    if (end <= first) return;
    deleteWrites.run(end);
    first = end;
  }

  return { write, trim, trimAtEnd: () => remove(TRIMMED_AT_END) };
}

/** Rows after which a conversation stands in the list where it stood. */
function isAside(row: Draft): boolean {
  return isWrite(row) || isDeletion(row);
}
