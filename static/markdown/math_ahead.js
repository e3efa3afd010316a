/**
 * Finds maths in words: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`. A price is none.
 *
 * @import { Tokens } from "marked"
 */

/** In this order, since the first two begin alike. */
const SHAPES = [
  { shape: /^\$\$(?=\s*[^\s$])((?:\\[\s\S]|[^\\$])+?)\$\$/, isBlock: true },
  { shape: /^\\\[([\s\S]{1,1000}?)\\\]/, isBlock: true },
  { shape: /^\\\(([\s\S]{1,1000}?)\\\)/, isBlock: false },
  {
    shape: /^\$(?=[^\s$])((?:\\[^\n]|[^\\$\n]){0,1000}?(?:\\[^\n]|[^\s\\$]))\$(?![\w$])/,
    isBlock: false,
  },
];

/** What makes something that begins with a figure more than an amount of money. */
const FORMULA = /[\\^_={}<>+*/]|^[\d.,]*[A-Za-z]?$/;

/**
 * A tokenizer for marked: what begins a text, where that is maths.
 * @param {string} src
 * @param {readonly { raw: string }[]} before the tokens in front of it
 * @returns {Tokens.Generic | undefined} `{ type: "math", text, isBlock }`
 */
export function mathAhead(src, before) {
  const first = src[0];
  if (first !== "$" && first !== "\\") return undefined;
  if (first === "$" && /[\w$\\]$/.test(before.at(-1)?.raw ?? "")) return undefined;
  if (first === "\\" && !/^\\[([]/.test(src)) return undefined;
  for (const { shape, isBlock } of SHAPES) {
    const [raw, text] = shape.exec(src) ?? [];
    if (raw === undefined || text.trim() === "") continue;
    if (first === "$" && !isBlock && /^\d/.test(text) && !FORMULA.test(text)) continue;
    return { type: "math", raw, text: text.trim(), isBlock };
  }
  return undefined;
}

/**
 * Where the next maths may begin.
 * @param {string} src
 */
export function mathStart(src) {
  const at = src.search(/\$|\\[([]/);
  return at < 0 ? undefined : at;
}
