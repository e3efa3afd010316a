import { JournalError } from "./journal.ts";
import type { Draft } from "./rows.ts";

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
  const taken = new Set<string>();
  const begun = new Set<string>();
  const ended = new Set<string>();

  function take(id: string) {
    if (taken.has(id) || known.taken(id)) refuse(`the id ${id} is taken`);
    taken.add(id);
  }

  for (const row of rows) {
    switch (row.type) {
      case "user":
        take(row.id);
        break;
      case "typing":
        take(row.id);
        // A prompt is known by its user row, which has the same id.
        if (row.request !== row.parent) take(row.request);
        begun.add(row.id);
        break;
      case "token":
      case "thinking":
      case "ai":
      case "error": {
        const running = begun.has(row.id) || known.running(row.id);
        if (!running || ended.has(row.id)) refuse(`the answer ${row.id} is not running`);
        if (row.type === "ai" || row.type === "error") ended.add(row.id);
      }
    }
  }
}

function refuse(why: string): never {
  throw new JournalError(`Cannot append as ${why}`, { fault: "conflict" });
}
