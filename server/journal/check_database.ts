/** Looks through a whole database for what must never be so. */
import type { DatabaseSync } from "node:sqlite";
import { checkSearch } from "./check_search.ts";
import { checkTables } from "./check_tables.ts";
import { integer, type SqlRow, text } from "./columns.ts";
import { type Finding, findingsInRows } from "./invariants.ts";
import { JournalError } from "./journal.ts";
import { inPortions } from "./portions.ts";
import { findingsInRecords } from "./records.ts";
import { readDatabase } from "./read_database.ts";
import type { Row } from "./rows.ts";
import { toJournalError } from "./sqlite_error.ts";
import { toRow } from "./stored.ts";
import { isUnfinished } from "./unfinished.ts";

/** What was found, and in which conversation, where it is in one. */
export interface DatabaseFinding extends Finding {
  conversation?: string;
}

/**
 * Reads everything, a conversation at a time. A server may run on the database.
 * @throws {JournalError} the file cannot be opened at all
 */
export function* findingsInDatabase(path: string): Iterable<DatabaseFinding> {
  const db = readDatabase(path);
  try {
    // The index is read at once: what is erased later goes from it, but not from what is read here.
    const inSearch = [...orDamage(() => checkSearch(db, path))];
    yield* orDamage(() => checkTables(db));
    yield* inSearch;
    const conversations = db.prepare("SELECT * FROM conversations WHERE n > ? ORDER BY n LIMIT ?");
    const all = inPortions((n, limit) => conversations.all(n, limit), { by: "n", after: 0 });
    const findings = conversationCheck(db);
    yield* orDamage(function* () {
      for (const conversation of all) {
        for (const finding of orDamage(() => findings(conversation))) {
          yield { conversation: text(conversation.id), ...finding };
        }
      }
    });
  } finally {
    db.close();
  }
}

/** What cannot be read is a finding as well. */
function* orDamage<F extends Finding>(find: () => Iterable<F>): Iterable<F | Finding> {
  try {
    yield* find();
  } catch (error) {
    const { message } = error instanceof SyntaxError
      ? new JournalError("Cannot read a row as it is no JSON", { cause: error })
      : toJournalError("read", error);
    yield { rule: "integrity", message: `${message}.` };
  }
}

function conversationCheck(db: DatabaseSync) {
  const rowsOf = db.prepare("SELECT seq, time, body FROM rows WHERE conversation = ?");
  const namesOf = db.prepare("SELECT id, seq FROM names WHERE conversation = ?");
  const unendedOf = db.prepare("SELECT id FROM unended WHERE conversation = ?");
  const writes = Map.groupBy(
    db.prepare("SELECT conversation, seq, time, body FROM writes").all(),
    ({ conversation }) => conversation,
  );

  return (conversation: SqlRow): Finding[] => {
    const n = integer(conversation.n);
    const unended = unendedOf.all(n).map(({ id }) => text(id));
    const names = new Map(namesOf.all(n).map(({ id, seq }) => [text(id), integer(seq)]));
    const log = writes.get(n) ?? [];
    if (conversation.erased) {
      const left = unended.length + names.size + log.length;
      const message = "It was erased, but something of it is left.";
      return left === 0 ? [] : [{ rule: "erased", message }];
    }
    const id = text(conversation.id);
    // Nobody can see it: an import is under way, or it broke off and the rest is erased soon.
    if (isUnfinished(id)) return [];
    const rows = [...rowsOf.all(n), ...log].map((row) => placed(id, row))
      .sort((a, b) => a.seq - b.seq);
    return [
      ...findingsInRows(rows, { unended: new Set(unended) }),
      ...findingsInRecords(rows, {
        names,
        title: text(conversation.title),
        model: text(conversation.model),
        deleted: conversation.deleted === null ? undefined : integer(conversation.deleted),
      }),
    ];
  };
}

function placed(conversation: string, { seq, time, body }: SqlRow): Row {
  return toRow(conversation, { seq: integer(seq), time: integer(time), body: text(body) });
}
