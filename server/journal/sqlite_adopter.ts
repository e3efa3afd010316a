/** Stores whole conversations from elsewhere, a portion at a time. */
import type { DatabaseSync } from "node:sqlite";
import { rowCheck } from "./check_rows.ts";
import { isDeletion } from "./deletion.ts";
import { entitle } from "./entitle.ts";
import { type Adoption, JournalError } from "./journal.ts";
import { letOthers } from "../let_others.ts";
import type { LiveConversations } from "./live.ts";
import { modelAfter } from "./model_after.ts";
import { namesOf } from "./names.ts";
import type { Row } from "./rows.ts";
import { searchedText } from "./searched_text.ts";
import type { SqliteBlobs } from "./sqlite_blobs.ts";
import type { Transaction } from "./transaction.ts";
import { unfinishedName } from "./unfinished.ts";

/** Milliseconds for which streams wait for one portion. */
const AT_ONCE = 3;

/** @param options.onText hears of each row that can be searched, before it is committed */
export function createSqliteAdopter(
  db: DatabaseSync,
  { live, transaction, show, onText }: {
    live: LiveConversations;
    transaction: Transaction;
    show: SqliteBlobs["show"];
    onText: () => void;
  },
) {
  // Until it is whole it has another name and counts as deleted long ago: whatever breaks it off
  // leaves something that nobody can ask for and that will be erased.
  const begin = db.prepare(`
    INSERT INTO conversations (id, owner, title, titled, updated, deleted)
    VALUES (?, ?, '', 0, 0, 0)`);
  const insertRow = db.prepare(
    "INSERT INTO rows (conversation, seq, time, body) VALUES (?, ?, ?, ?)",
  );
  const insertName = db.prepare("INSERT INTO names (conversation, id, seq) VALUES (?, ?, ?)");
  const finish = db.prepare(`
    UPDATE conversations
    SET title = ?, titled = ?, titled_by = ?, model = ?, updated = ?, deleted = ?, id = ?
    WHERE n = ?`);
  /** Names of those that are being adopted right now. */
  const underWay = new Set<string>();

  /** @throws {JournalError} */
  async function adopt({ owner, conversation: id, rows }: Adoption): Promise<void> {
    refuseKnown(id);
    const noted = notes();
    const name = unfinishedName(id);
    underWay.add(name);
    try {
      let at = 0;
      const n = transaction(() => {
        const n = Number(begin.run(name, owner).lastInsertRowid);
        at = storeSome({ n, owner, rows, noted }, 0);
        return n;
      });
      while (at < rows.length) {
        await letOthers();
        at = transaction(() => storeSome({ n, owner, rows, noted }, at));
      }
      // Someone may have begun it meanwhile.
      refuseKnown(id);
      transaction(() => finish.run(...noted.records(), id, n), { durable: true });
    } finally {
      underWay.delete(name);
    }
  }

  function refuseKnown(id: string) {
    if (!live.get(id)) return;
    throw new JournalError("Cannot adopt as the conversation is there", { fault: "conflict" });
  }

  /** @returns the index of the first row that is not stored yet */
  function storeSome(
    { n, owner, rows, noted }: {
      n: number;
      owner: string;
      rows: readonly Row[];
      noted: ReturnType<typeof notes>;
    },
    from: number,
  ): number {
    const begun = performance.now();
    let at = from;
    for (; at < rows.length && performance.now() - begun < AT_ONCE; at++) {
      const { conversation: _, seq, time, ...draft } = rows[at];
      noted.take(rows[at]);
      insertRow.run(n, seq, time, JSON.stringify(draft));
      for (const name of namesOf(draft)) insertName.run(n, name, seq);
      if (draft.type === "user") show({ n, owner }, draft.images ?? []);
      if (searchedText(draft)) onText();
    }
    return at;
  }

  return { adopt, isUnderWay: (name: string) => underWay.has(name) };
}

/** What stands of a conversation beside its rows, which come one by one and have to fit together. */
function notes() {
  const check = rowCheck({ taken: () => false, running: () => false });
  const titled = { title: "", titled: 0 };
  let titledBy: number | null = null;
  let model = "";
  let updated = 0;
  let deleted: number | null = null;
  return {
    /** @throws {JournalError} with the fault `conflict` */
    take(row: Row) {
      check(row);
      entitle(titled, row);
      if (row.type === "title") titledBy = row.seq;
      model = modelAfter(row) ?? model;
      if (isDeletion(row)) deleted = row.type === "deleted" ? row.time : null;
      else updated = row.time;
    },
    records: () => [titled.title, titled.titled, titledBy, model, updated, deleted],
  };
}
