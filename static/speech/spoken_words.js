/**
 * Markdown → what is said of it: words without marks, one saying a line.
 *
 * @import { Definitions } from "../markdown/definitions.js"
 * @import { Cell, MarkdownItem, MarkdownToken } from "../markdown/lexer.js"
 * @import { Segment } from "../markdown/segments.js"
 */
import { decodeEntities } from "../markdown/entities.js";
import { languageOf, readFenced } from "../markdown/fenced.js";
import { languageName } from "../markdown/language_names.js";
import { lexBlocks, lexInline } from "../markdown/lexer.js";
import { safeLink } from "../markdown/links.js";
import { softEnd } from "../markdown/soft_end.js";

/**
 * The words of a segment other than a table.
 * @param {Pick<Segment, "kind" | "text">} segment
 * @param {{ isOpen: boolean, definitions: Definitions }} options `isOpen`: it is still being written
 */
export function wordsOf({ kind, text }, { isOpen, definitions }) {
  // What its first line is shows at the end of that line.
  const isBegun = !isOpen || text.includes("\n");
  switch (kind) {
    case "code":
      return isBegun ? codeWords(readFenced(text).language) : "";
    case "indented":
      return isBegun ? codeWords("") : "";
    case "math":
      return isBegun ? "Formula.\n" : "";
    case "rest":
      return inlineWords(lexInline(text));
    default:
      return blockWords(lexBlocks(isOpen ? softEnd(text) : text, definitions));
  }
}

/**
 * The words of some lines of a table, a row each.
 * @param {readonly string[]} lines
 * @param {{ from: number, definitions: Definitions }} options `from`: so many lines were said
 */
export function rowWords(lines, { from, definitions }) {
  const [header, rule] = lines;
  const text = [header, rule, ...lines.slice(Math.max(2, from))].join("\n");
  const table = lexBlocks(text, definitions).find(({ type }) => type === "table");
  return table ? tableWords(table, { isHeadless: from > 0 }) : "";
}

/**
 * @param {readonly MarkdownToken[]} tokens
 * @returns {string}
 */
function blockWords(tokens) {
  return tokens.map(blockOf).filter((words) => words.trim() !== "").join("\n");
}

/**
 * @param {MarkdownToken} token
 * @returns {string}
 */
function blockOf(token) {
  switch (token.type) {
    case "space":
    case "def":
    case "hr":
    case "checkbox":
      return "";
    case "code":
      return codeWords(languageOf(string(token.lang)));
    case "blockquote":
      return blockWords(token.tokens ?? []);
    case "list":
      return listWords(token);
    case "table":
      return tableWords(token);
    default:
      return token.tokens ? inlineWords(token.tokens) : string(token.text) || token.raw;
  }
}

/** @param {string} language */
const codeWords = (language) =>
  language === "" ? "Code block.\n" : `Code block, ${languageName(language)}.\n`;

/** @param {MarkdownToken} token */
function listWords({ ordered, start, items = [] }) {
  const first = Number(start) || 0;
  return items.map((item, at) => {
    const mark = ordered === true ? `${first + at}: ` : "";
    return mark + taskWords(item) + blockWords(item.tokens);
  }).join("\n");
}

/** @param {MarkdownItem} item */
const taskWords = ({ task, checked }) => task ? checked ? "Done: " : "To do: " : "";

/**
 * @param {MarkdownToken} token
 * @param {{ isHeadless?: boolean }} [options]
 */
function tableWords({ header = [], rows = [] }, { isHeadless = false } = {}) {
  return [...(isHeadless ? [] : [header]), ...rows].map(cellWords).join("\n");
}

/** @param {readonly Cell[]} cells */
function cellWords(cells) {
  return cells.map(({ tokens }) => inlineWords(tokens).trim()).filter(Boolean).join(", ");
}

/** @param {readonly MarkdownToken[] | undefined} tokens */
function inlineWords(tokens) {
  return tokens?.map(inlineOf).join("") ?? "";
}

/**
 * @param {MarkdownToken} token
 * @returns {string}
 */
function inlineOf(token) {
  const { type, tokens } = token;
  switch (type) {
    case "text":
      return tokens ? inlineWords(tokens) : decodeEntities(string(token.text));
    case "escape":
    case "codespan":
      return string(token.text);
    case "br":
    case "html":
      return " ";
    case "math":
      if (token.isBlock === true) return "Formula.";
      return /^\w+$/.test(string(token.text)) ? string(token.text) : "formula";
    case "link":
      return isAddress(token.text) ? hostOf(token.href) : inlineWords(tokens);
    case "image":
      return string(token.text).trim() === "" ? "Picture" : `Picture: ${token.text}`;
    case "checkbox":
      return "";
    default:
      return tokens ? inlineWords(tokens) : token.raw;
  }
}

/** @param {unknown} text */
const isAddress = (text) => /^(?:\w+:\/\/|www\.)\S+$/.test(string(text));

/** @param {unknown} href */
const hostOf = (href) => safeLink(href)?.target ?? "link";

/** @param {unknown} value */
const string = (value) => typeof value === "string" ? value : "";
