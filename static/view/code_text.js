import { html } from "htm/preact";
import { memo } from "./memo.js";
import { withMarks } from "./with_marks.js";

/** Lines that are laid out together: a browser lays out a whole block again when one letter comes. */
const LINES = 40;

/**
 * The code itself.
 * @param {{ code: string, language: string, isOpen: boolean }} props
 */
export function CodeText({ code }) {
  return portions(code).map((lines, at) => html`<${Lines} key=${at} lines=${lines} />`);
}

const Lines = memo(
  /** @param {{ lines: string }} props */
  ({ lines }) => html`<span class="lines">${withMarks(lines)}</span>`,
);

/** @param {string} code */
function portions(code) {
  const parts = [];
  let from = 0;
  let count = 0;
  for (let at = code.indexOf("\n"); at >= 0; at = code.indexOf("\n", at + 1)) {
    if (++count % LINES > 0) continue;
    parts.push(code.slice(from, at + 1));
    from = at + 1;
  }
  if (from < code.length || parts.length === 0) parts.push(code.slice(from));
  return parts;
}
