import type { Draft } from "./rows.ts";

/** The ids that a row takes; each occurs once in a conversation. */
export function namesOf(row: Draft): string[] {
  if (row.type === "user") return [row.id];
  if (row.type !== "typing") return [];
  // A prompt is known by its user row, which has the same id.
  return row.request === row.parent ? [row.id] : [row.id, row.request];
}
