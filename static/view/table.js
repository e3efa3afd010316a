/**
 * @import { Definitions } from "../markdown/definitions.js"
 * @import { Cell, MarkdownToken } from "../markdown/lexer.js"
 */
import { html } from "htm/preact";
import { lexBlocks } from "../markdown/lexer.js";
import { useInPortions } from "./in_portions.js";
import { inline } from "./markdown_inline.js";
import { memo } from "./memo.js";

/** Rows that are read and drawn together. */
const ROWS = 24;

/** A table token → nodes. @param {MarkdownToken} token */
export function table(token) {
  return box(html`${head(token)}${body(token)}`);
}

/**
 * A table that may be long, or still growing: rows that are finished are not read again.
 * @param {{ text: string, definitions: Definitions }} props
 */
export function LongTable({ text, definitions }) {
  const lines = text.trimEnd().split("\n");
  const top = lines.slice(0, 2).join("\n");
  const parts = [];
  for (let at = 2; at < lines.length; at += ROWS) {
    parts.push({ text: lines.slice(at, at + ROWS).join("\n") });
  }
  const shown = useInPortions(parts);
  return box(html`
    <${Head} top=${top} definitions=${definitions} />
    ${parts.slice(0, shown).map(({ text: rows }, at) =>
      html`<${Rows} key=${at} top=${top} rows=${rows} definitions=${definitions} />`
    )}
  `);
}

const Head = memo(
  /** @param {{ top: string, definitions: Definitions }} props */
  ({ top, definitions }) => lexBlocks(top, definitions).map(head),
);

const Rows = memo(
  /** @param {{ top: string, rows: string, definitions: Definitions }} props */
  ({ top, rows, definitions }) => lexBlocks(`${top}\n${rows}`, definitions).map(body),
);

/** @param {unknown} content */
function box(content) {
  return html`
    <div class="table-box" role="region" aria-label="Table" tabindex="0">
      <table>${content}</table>
    </div>
  `;
}

/** @param {MarkdownToken} token */
function head({ header = [] }) {
  if (header.length === 0) return null;
  return html`
    <thead>
      <tr>${header.map((cell) =>
        html`<th scope="col" dir="auto" class=${side(cell)}>${inline(cell.tokens)}</th>`
      )}</tr>
    </thead>
  `;
}

/** @param {MarkdownToken} token */
function body({ rows = [] }) {
  if (rows.length === 0) return null;
  return html`
    <tbody>${rows.map((row) =>
      html`
        <tr>${row.map((cell) =>
          html`<td dir="auto" class=${side(cell)}>${inline(cell.tokens)}</td>`
        )}</tr>
      `
    )}</tbody>
  `;
}

/** @param {Cell} cell */
function side({ align }) {
  return align === "right" || align === "center" ? align : undefined;
}
