/** @import { Part } from "../later/colour.js" */
import { html } from "htm/preact";
import { memo } from "./memo.js";
import { useColour } from "./use_colour.js";
import { withMarks } from "./with_marks.js";

/** Lines that are laid out together: a browser lays out a whole block again for one letter. */
const LINES = 40;

/**
 * The code itself, coloured as far as it can be.
 * @param {{ code: string, language: string, isOpen: boolean }} props
 */
export function CodeText({ code, language, isOpen }) {
  const coloured = useColour({ code, language, isOpen });
  const rest = code.slice(coloured?.code.length ?? 0);
  return html`
    ${coloured && html`<${ColouredLines} key="coloured" parts=${coloured.parts} />`}
    ${rest !== "" && portions(rest).map((lines, at) => html`<${Lines} key=${at} lines=${lines} />`)}
  `;
}

const ColouredLines = memo(
  /** @param {{ parts: Part[] }} props */
  ({ parts }) => html`<span class="portion">${spans(parts)}</span>`,
);

const Lines = memo(
  /** @param {{ lines: string }} props */
  ({ lines }) => html`<span class="portion">${withMarks(lines)}</span>`,
);

/**
 * @param {readonly Part[]} parts
 * @returns {unknown[]}
 */
function spans(parts) {
  return parts.map((part) => {
    if (typeof part === "string") return withMarks(part);
    return html`<span class=${part.kind && `code-${part.kind}`}>${spans(part.parts)}</span>`;
  });
}

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
