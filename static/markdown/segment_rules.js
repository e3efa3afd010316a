/**
 * What a segment of Markdown is, by its first line, and what each further line does to it.
 *
 * @import { Fence } from "./lines.js"
 */
import {
  closesFence,
  headingDepth,
  interrupts,
  isBlank,
  isDelimiterRow,
  isIndented,
  isItem,
  isItemAfterWords,
  isQuote,
  isRule,
  openingFence,
  openingMath,
  underlineDepth,
} from "./lines.js";

/**
 * `rest` is what follows where a paragraph of an impossible length was cut.
 * @typedef {"words" | "rest" | "heading" | "list" | "quote" | "indented" | "code" | "table" | "math"} Kind
 */

/**
 * What is being read.
 * @typedef {object} Open
 * @property {Kind} kind
 * @property {Fence} [fence]
 * @property {string} [end] of maths
 * @property {string} last the line before, `""` for none
 * @property {number} lastAt where that line begins
 */

/**
 * @param {string} line the first one of a segment
 * @returns {{ kind: Kind, fence?: Fence, end?: string }}
 */
export function kindOf(line) {
  const fence = openingFence(line);
  if (fence) return { kind: "code", fence };
  const end = openingMath(line);
  if (end) return { kind: "math", end };
  if (headingDepth(line) > 0) return { kind: "heading" };
  if (isRule(line)) return { kind: "words" };
  if (isQuote(line)) return { kind: "quote" };
  if (isItem(line)) return { kind: "list" };
  return { kind: isIndented(line) ? "indented" : "words" };
}

/**
 * What a line does to the segment that is open.
 * @param {Open} open
 * @param {string} line
 * @returns {"goes on" | "ends here" | "ended" | "heading" | "table"}
 */
export function goesOn({ kind, fence, end, last }, line) {
  switch (kind) {
    case "code":
      return fence && closesFence(line, fence) ? "ends here" : "goes on";
    case "math":
      return end && line.includes(end) ? "ends here" : "goes on";
    case "table":
      return isBlank(line) || interrupts(line) || isItemAfterWords(line) ? "ended" : "goes on";
    case "indented":
      return isIndented(line) || isBlank(line) ? "goes on" : "ended";
    case "quote":
      if (isQuote(line)) return "goes on";
      return isBlank(line) || interrupts(line) || isItemAfterWords(line) ? "ended" : "goes on";
    case "list":
      if (isBlank(line) || /^[ \t]/.test(line)) return "goes on";
      if (isRule(line)) return "ended";
      return isItem(line) || (!isBlank(last) && !interrupts(line)) ? "goes on" : "ended";
    default:
      if (isBlank(line)) return "ended";
      if (kind === "words" && underlineDepth(line) > 0) return "heading";
      if (isDelimiterRow(line, last)) return "table";
      return interrupts(line) || isItemAfterWords(line) ? "ended" : "goes on";
  }
}

/** @param {string} text of a heading, with hashes before it or a line below it */
export function depthOf(text) {
  return headingDepth(text.split("\n", 1)[0]) ||
    underlineDepth(text.trimEnd().split("\n").at(-1) ?? "") || 1;
}
