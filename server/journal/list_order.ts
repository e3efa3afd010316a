import type { ListCursor } from "./journal.ts";

/** Compares two places of a list: newest first, the greater id first in the same millisecond. */
export function newerFirst(a: ListCursor, b: ListCursor): number {
  if (a.updated !== b.updated) return b.updated - a.updated;
  if (a.conversation === b.conversation) return 0;
  return a.conversation > b.conversation ? -1 : 1;
}
