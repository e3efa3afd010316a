/**
 * @import { ComponentChildren, RefObject } from "preact"
 * @import { Definitions } from "../markdown/definitions.js"
 * @import { Cell, MarkdownToken } from "../markdown/lexer.js"
 */
import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { lexBlocks } from "../markdown/lexer.js";
import { Late } from "./late.js";
import { inline } from "./markdown_inline.js";
import { memo } from "./memo.js";
import { useScrolling } from "./use_scrolling.js";

/** Rows that are read, drawn, laid out and passed over together. */
const ROWS = 24;

/** The height of a row with one line, in pixels, about. */
const ROW_HEIGHT = 40;

/** A table token → nodes. @param {MarkdownToken} token */
export function table(token) {
  return html`
    <${Box}>
      <table>${head(token)}<tbody>${body(token)}</tbody></table>
      <//>
  `;
}

/**
 * A table that may be long, or still growing: rows that are finished are not read again. A long one
 * keeps the widths that its columns had in the beginning, so that no row waits for another one.
 * @param {{ text: string, definitions: Definitions }} props
 */
export function LongTable({ text, definitions }) {
  /** @type {RefObject<HTMLTableElement | null>} */
  const element = useRef(null);
  const [columns, setColumns] = useState("");
  const lines = text.trimEnd().split("\n");
  const top = lines.slice(0, 2).join("\n");
  const parts = [];
  for (let at = 2; at < lines.length; at += ROWS) {
    parts.push(lines.slice(at, at + ROWS).join("\n"));
  }
  useLayoutEffect(() => {
    if (parts.length > 1 && columns === "") setColumns(columnsOf(element.current));
  }, [parts.length, columns]);
  const isLong = parts.length > 1 && columns !== "";
  const shown = isLong ? parts : parts.slice(0, 1);
  return html`
    <${Box}>
      <table
        ref=${element}
        class=${isLong ? "long" : undefined}
        role="table"
        style=${isLong ? { "--columns": columns } : undefined}
      >
      <${Head} top=${top} definitions=${definitions} />
      ${shown.map((rows, at) =>
        html`
          <${Rows}
            key=${at}
            top=${top}
            rows=${rows}
            isNew=${at === shown.length - 1}
            definitions=${definitions}
          />
        `
      )}
      </table>
      <//>
  `;
}

/** @param {Element | null} table */
function columnsOf(table) {
  const widths = [...table?.querySelectorAll("th") ?? []]
    .map((cell) => cell.getBoundingClientRect().width);
  return widths.every((width) => width > 0) ? widths.map((width) => `${width}px`).join(" ") : "";
}

const Head = memo(
  /** @param {{ top: string, definitions: Definitions }} props */
  ({ top, definitions }) => lexBlocks(top, definitions).map(head),
);

const Rows = memo(
  /** @param {{ top: string, rows: string, isNew: boolean, definitions: Definitions }} props */
  ({ top, rows, isNew, definitions }) =>
    html`
      <${Late}
        element="tbody"
        role="rowgroup"
        class="rows"
        isNew=${isNew}
        height=${() => rows.split("\n").length * ROW_HEIGHT}
        draw=${() => lexBlocks(`${top}\n${rows}`, definitions).map(body)}
      />
    `,
);

/** @param {{ children: ComponentChildren }} props */
function Box({ children }) {
  /** @type {RefObject<HTMLElement | null>} */
  const element = useRef(null);
  const scrolling = useScrolling(element, { label: "Table" });
  return html`<div ref=${element} class="table-box" ...${scrolling}>${children}</div>`;
}

// The roles are said, since a long table is not laid out as one.

/** @param {MarkdownToken} token */
function head({ header = [] }) {
  if (header.length === 0) return null;
  return html`
    <thead role="rowgroup">
      <tr role="row">${header.map((cell) =>
        html`
          <th scope="col" role="columnheader" dir="auto" class=${side(cell)}>
            ${inline(cell.tokens)}
          </th>
        `
      )}</tr>
    </thead>
  `;
}

/** @param {MarkdownToken} token */
function body({ rows = [] }) {
  return rows.map((row) =>
    html`
      <tr role="row">${row.map((cell) =>
        html`<td role="cell" dir="auto" class=${side(cell)}>${inline(cell.tokens)}</td>`
      )}</tr>
    `
  );
}

/** @param {Cell} cell */
function side({ align }) {
  return align === "right" || align === "center" ? align : undefined;
}
