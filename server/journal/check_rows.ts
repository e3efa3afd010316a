import { JournalError } from "./journal.ts";
import { namesOf } from "./names.ts";
import { type Draft, endsAnswer, isWrite } from "./rows.ts";

/** What a conversation's journal holds already. */
export interface Known {
  /** Whether a user row, an answer or a request has this id. */
  taken(id: string): boolean;
  /** Whether the answer has a `typing` row and no end. */
  running(id: string): boolean;
}

/**
 * Checks that rows may follow what a conversation's journal holds: every id is used once, and
 * rows of an answer stand between its `typing` and its one end.
 * @throws {JournalError} with the fault `conflict`
 */
export function checkRows(rows: readonly Draft[], known: Known): void {
  // One write is what comes for every token: nothing before it has to be remembered.
  if (rows.length === 1 && isWrite(rows[0])) {
    return checkRunning(known.running(rows[0].id), rows[0]);
  }
  const check = rowCheck(known);
  for (const row of rows) check(row);
}

/**
 * The same for rows that come one by one.
 * @returns throws a JournalError with the fault `conflict` for one that may not follow all before it
 */
export function rowCheck(known: Known): (row: Draft) => void {
  const taken = new Set<string>();
  const begun = new Set<string>();
  const ended = new Set<string>();

  function take(id: string) {
    if (taken.has(id) || known.taken(id)) refuse(`the id ${id} is taken`);
    taken.add(id);
  }

  return (row) => {
    for (const name of namesOf(row)) take(name);
    if (row.type === "typing") begun.add(row.id);
    if (!isWrite(row) && !endsAnswer(row)) return;
    const running = begun.has(row.id) || known.running(row.id);
    checkRunning(running && !ended.has(row.id), row);
    if (endsAnswer(row)) ended.add(row.id);
  };
}

function checkRunning(running: boolean, { id }: { id: string }): void {
  if (!running) refuse(`the answer ${id} is not running`);
}

function refuse(why: string): never {
  throw new JournalError(`Cannot append as ${why}`, { fault: "conflict" });
}
