/**
 * The end of Markdown that is still being written, so that it looks as it will look: what is
 * emphasised is so from its first word, and a mark that says nothing yet is not shown.
 */
import { softWords } from "./soft_words.js";

/** Marks that may become anything: a list, a rule, a heading, a fence, a table. */
const ONLY_MARKS = /^(?:[ \t>]*)(?:[-*+_=#~`|:>]+|\d{1,9}[.)])[ \t]*$/;

/** The head of a table, and perhaps a part of the row below it. */
const TABLE_HEAD = /(?:^|\n)[ \t]*\|[^\n]*(?:\n[ \t]*[|:\- \t]*)?$/;

/** What stands in front of the words of a line. */
const MARKS =
  /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|#{1,6}(?=[ \t])|\[[ xX]\](?=[ \t])))*[ \t]*/;

/**
 * @param {string} text of the last segment, which is no code and no maths
 * @returns {string}
 */
export function softEnd(text) {
  const kept = text.replace(TABLE_HEAD, "");
  const lines = kept.split("\n");
  while (lines.length > 0 && ONLY_MARKS.test(lines.at(-1) ?? "")) lines.pop();
  if (isInCode(lines)) return lines.join("\n");
  let from = lines.length - 1;
  while (from > 0 && !beginsWords(lines[from], lines[from - 1])) from--;
  const words = lines.slice(from).join("\n");
  const marks = MARKS.exec(words)?.[0] ?? "";
  return [...lines.slice(0, from), marks + softWords(words.slice(marks.length))].join("\n");
}

/**
 * The last row of a table, likewise.
 * @param {string} text of the table
 */
export function softRow(text) {
  const at = Math.max(text.lastIndexOf("\n"), text.search(/\|[^|\n]*$/)) + 1;
  const row = text.slice(text.lastIndexOf("\n") + 1);
  if (/^[ \t|]*$/.test(row)) return text.slice(0, text.length - row.length);
  return text.slice(0, at) + softWords(text.slice(at));
}

/**
 * @param {string} line
 * @param {string} above
 */
function beginsWords(line, above) {
  return !/\S/.test(above) || (MARKS.exec(line)?.[0] ?? "").trim() !== "";
}

/** @param {readonly string[]} lines */
function isInCode(lines) {
  return lines.filter((line) => /^[ \t>]*(?:[-*+] +|\d+[.)] +)?(?:`{3}|~{3})/.test(line)).length %
      2 > 0;
}
