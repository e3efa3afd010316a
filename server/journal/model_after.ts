import type { Draft } from "./rows.ts";

/**
 * The model that answers in a conversation after a row, as `static/fold.js` says it.
 * @returns `""` is the server's default; nothing where the row leaves it as it was
 */
export function modelAfter(row: Draft): string | undefined {
  if (row.type === "typing") return row.model;
  if (row.type !== "settings" || row.model === undefined) return undefined;
  return row.model ?? "";
}
