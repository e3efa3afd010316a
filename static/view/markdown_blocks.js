/**
 * @import { ComponentChildren } from "preact"
 * @import { MarkdownItem, MarkdownToken } from "../markdown/lexer.js"
 */
import { h } from "preact";
import { html } from "htm/preact";
import { languageOf } from "../markdown/fenced.js";
import { CodeBlock } from "./code_block.js";
import { inline, words } from "./markdown_inline.js";
import { table } from "./table.js";

/**
 * @typedef {object} Place
 * @property {number} [level] of a heading; 0 where headings are no part of the page's outline
 * @property {boolean} [isTight] paragraphs have no space between them
 */

/**
 * Block tokens → nodes. A token of an unknown kind is shown as it was written.
 * @param {readonly MarkdownToken[]} tokens
 * @param {Place} [place]
 * @returns {ComponentChildren[]}
 */
export function blocks(tokens, { level = 0, isTight = false } = {}) {
  return tokens.map((token) => block(token, { level, isTight }));
}

/**
 * @param {MarkdownToken} token
 * @param {Required<Place>} place
 * @returns {ComponentChildren}
 */
function block(token, { level, isTight }) {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "hr":
      return html`<hr />`;
    case "heading":
      return h(
        level > 0 ? `h${level}` : "p",
        { class: `heading depth-${Number(token.depth)}`, dir: "auto" },
        inline(token.tokens),
      );
    case "code":
      return html`<${CodeBlock} code=${words(token.text)} language=${
        languageOf(words(token.lang))
      } />`;
    case "blockquote":
      return html`<blockquote dir="auto">${blocks(token.tokens ?? [])}</blockquote>`;
    case "list":
      return list(token);
    case "table":
      return table(token);
    case "paragraph":
      return html`<p dir="auto">${inline(token.tokens)}</p>`;
    case "checkbox":
      return null;
    default: {
      const content = token.tokens ? inline(token.tokens) : words(token.text) || token.raw;
      return isTight ? content : html`<p dir="auto">${content}</p>`;
    }
  }
}

/** @param {MarkdownToken} token */
function list({ ordered, start, items = [] }) {
  const first = Number(start);
  return h(
    ordered === true ? "ol" : "ul",
    { dir: "auto", ...(ordered === true && first !== 1 ? { start: first } : {}) },
    items.map((item) =>
      item.task ? task(item) : html`<li dir="auto">${blocks(item.tokens, tight(item))}</li>`
    ),
  );
}

/** The first words of a task are the name of its box. @param {MarkdownItem} item */
function task(item) {
  const [first, ...others] = item.tokens.filter(({ type }) => type !== "checkbox");
  return html`
    <li class="task" dir="auto">
      <label>
        <input type="checkbox" disabled checked=${item.checked === true} />
        <span>${inline(first?.tokens)}</span>
      </label>
      ${blocks(others, tight(item))}
    </li>
  `;
}

/** @param {MarkdownItem} item */
const tight = ({ loose }) => ({ isTight: !loose });
