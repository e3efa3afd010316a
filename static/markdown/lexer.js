/**
 * Markdown → tokens: marked's lexer, kept from taking HTML for anything but text, from going too
 * deep, and from taking too long.
 *
 * @import { Token, Tokens } from "marked"
 * @import { Definitions } from "./definitions.js"
 */
import { Lexer, Tokenizer } from "marked";
import { NO_DEFINITIONS } from "./definitions.js";
import { mathAhead, mathStart } from "./math_ahead.js";
import { seam } from "./seam.js";

/**
 * A token as the views take it: what it carries depends on its type, and is looked at before use.
 * @typedef {object} MarkdownToken
 * @property {string} type
 * @property {string} raw its Markdown
 * @property {unknown} [text]
 * @property {MarkdownToken[]} [tokens]
 * @property {unknown} [href]
 * @property {unknown} [lang] of code
 * @property {unknown} [depth] of a heading
 * @property {unknown} [isBlock] of maths
 * @property {unknown} [ordered] of a list
 * @property {unknown} [start] of a list
 * @property {MarkdownItem[]} [items] of a list
 * @property {Cell[]} [header] of a table
 * @property {Cell[][]} [rows] of a table
 */

/** @typedef {{ task: boolean, checked?: boolean, loose: boolean, tokens: MarkdownToken[] }} MarkdownItem */

/** @typedef {{ tokens: MarkdownToken[], align: "left" | "center" | "right" | null }} Cell */

/** Quotes in quotes, lists in lists: what is deeper is shown as it was written. */
const DEEPEST = 12;

/** Emphasis in emphasis, likewise. */
const DEEPEST_MARKS = 6;

/** Of characters that may begin something: with more the time grows with the square. */
const MANY = 200;

/** Words without a break cost the same way. */
const LONG = 3_000;

class PlainTokenizer extends Tokenizer {
  #depth = 0;

  /**
   * @override
   * @param {string} src
   */
  blockquote(src) {
    return this.#below(() => super.blockquote(src));
  }

  /**
   * @override
   * @param {string} src
   */
  list(src) {
    return this.#below(() => super.list(src));
  }

  /**
   * @template T
   * @param {() => T} read
   */
  #below(read) {
    if (this.#depth >= DEEPEST) return undefined;
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  /** @override */
  html() {
    return undefined;
  }

  /**
   * Only a line break may be written as HTML, as models do inside tables.
   * @override
   * @param {string} src
   * @returns {Tokens.Tag | undefined}
   */
  tag(src) {
    const raw = /^<br[ \t]*\/?>/i.exec(src)?.[0];
    if (raw === undefined) return undefined;
    return { type: "html", raw, text: raw, block: false, inLink: false, inRawBlock: false };
  }
}

class BoundedLexer extends Lexer {
  #depth = 0;

  /**
   * @override
   * @param {string} src
   * @param {Token[]} [tokens]
   */
  inlineTokens(src, tokens = []) {
    if (this.#depth > DEEPEST_MARKS) {
      tokens.push({ type: "text", raw: src, text: src });
      return tokens;
    }
    this.#depth++;
    try {
      for (const piece of pieces(src)) super.inlineTokens(piece, tokens);
      return tokens;
    } finally {
      this.#depth--;
    }
  }
}

/**
 * @param {string} text
 * @param {Definitions} [definitions] where its references lead
 * @returns {MarkdownToken[]}
 */
export function lexBlocks(text, definitions = NO_DEFINITIONS) {
  const lexer = createLexer();
  Object.assign(lexer.tokens.links, definitions);
  return lexer.lex(text);
}

/**
 * Of words alone: nothing in them begins a list, a heading or the like.
 * @param {string} text
 * @returns {MarkdownToken[]}
 */
export function lexInline(text) {
  return createLexer().inlineTokens(text);
}

function createLexer() {
  return new BoundedLexer({
    gfm: true,
    breaks: true,
    tokenizer: new PlainTokenizer(),
    extensions: { renderers: {}, childTokens: {}, inline: [mathAhead], startInline: [mathStart] },
  });
}

/** @param {string} src */
function* pieces(src) {
  let from = 0;
  let many = 0;
  for (let at = 0; at < src.length; at++) {
    if ("*_~[`<$\\@".includes(src[at])) many++;
    if (at - from < LONG && many < MANY) continue;
    const end = seam(src, from, at + 1);
    yield src.slice(from, end);
    from = end;
    at = Math.max(at, from);
    many = 0;
  }
  yield src.slice(from);
}
