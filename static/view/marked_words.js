/** @import { Snippet } from "../../server/journal/snippet.ts" */
import { html } from "htm/preact";

/**
 * A piece of text in which the words that were looked for are marked.
 * @param {Snippet} snippet
 */
export function markedWords({ text, marks }) {
  const parts = [];
  let from = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(from, start), html`<mark>${text.slice(start, end)}</mark>`);
    from = end;
  }
  return [...parts, text.slice(from)];
}
