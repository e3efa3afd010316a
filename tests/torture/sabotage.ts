/** Bugs put into a journal on purpose, each one of those that the torture must notice. */
import type { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import type { Append, Journal } from "../../server/journal/journal.ts";
import { openDatabase } from "../../server/journal/open_database.ts";
import { type Draft, isWrite } from "../../server/journal/rows.ts";
import { openSqliteJournal } from "../../server/journal/sqlite.ts";

/** Opens the journal in a folder, with a bug in it. */
type Sabotage = (folder: string) => Journal;

export type Bug = keyof typeof BUGS;

/** So many writes go well before one goes wrong. */
const PATIENCE = 20;

export const BUGS = { skipsARow, publishesBeforeCommit, acceptsTwice } satisfies Record<
  string,
  Sabotage
>;

export function isBug(name: string): name is Bug {
  return Object.hasOwn(BUGS, name);
}

/** Now and then a row is stored, and nobody is told. */
function skipsARow(folder: string): Journal {
  const journal = openSqliteJournal(databaseIn(folder));
  let writes = 0;
  return {
    ...journal,
    async append(append) {
      const rows = await journal.append(append);
      return isOfWrites(append) && ++writes % PATIENCE === 0 ? [] : rows;
    },
  };
}

/** Once, a row is told before it is stored, and the server dies in between. */
function publishesBeforeCommit(folder: string): Journal {
  const journal = openSqliteJournal(databaseIn(folder));
  let writes = 0;
  let isDying = false;
  return {
    ...journal,
    async append(append) {
      // What comes after is not stored any more either, or an answer's end might save its text.
      if (isDying) return await new Promise(() => {});
      if (!isOfWrites(append) || ++writes < PATIENCE || !isFirst(folder)) {
        return await journal.append(append);
      }
      isDying = true;
      setTimeout(() => Deno.exit(1), 50);
      const { conversation, rows } = append;
      const top = (await journal.summary(conversation))?.top ?? 0;
      return rows.map((row, index) => ({
        ...row,
        conversation,
        seq: top + 1 + index,
        time: Date.now(),
      }));
    },
  };
}

/** A prompt that came twice, as one does whose `accepted` was lost, is taken twice. */
function acceptsTwice(folder: string): Journal {
  let db: DatabaseSync | undefined;
  const journal = openSqliteJournal(databaseIn(folder), {
    open: (path) => db = openDatabase(path),
  });
  // The journal itself would not take an id that it knows.
  const forget = db?.prepare("DELETE FROM names WHERE id = ?");
  return {
    ...journal,
    async append(append) {
      const rows = await journal.append(append);
      if (rows[0]?.type !== "user") return rows;
      forget?.run(rows[0].id);
      const id = crypto.randomUUID();
      const again = append.rows.map((row) => row.type === "typing" ? { ...row, id } : row);
      const end: Draft = { type: "ai", id, reason: "stopped", message: "" };
      return [...rows, ...await journal.append({ ...append, rows: [...again, end] })];
    },
  };
}

function isOfWrites({ rows }: Append): boolean {
  return rows.every((row) => isWrite(row));
}

/** Whether this is the first time, in any life of the server, that this was asked. */
function isFirst(folder: string): boolean {
  try {
    Deno.openSync(join(folder, "sabotaged"), { createNew: true, write: true }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

function databaseIn(folder: string): string {
  return join(folder, "parley.db");
}
