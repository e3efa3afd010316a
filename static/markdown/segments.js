/**
 * Cuts Markdown into segments that can each be read alone. Lines are looked at once, as they
 * arrive: what stands above the last segment never changes again, however long the text grows.
 *
 * @import { Fence } from "./lines.js"
 * @import { Definitions } from "./definitions.js"
 */
import { define, NO_DEFINITIONS } from "./definitions.js";
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
import { createOutline } from "./outline.js";
import { seam } from "./seam.js";

/**
 * `rest` is what follows where a paragraph of an impossible length was cut.
 * @typedef {"words" | "rest" | "heading" | "list" | "quote" | "indented" | "code" | "table" | "math"} Kind
 */

/**
 * @typedef {object} Segment
 * @property {Kind} kind
 * @property {string} text its Markdown
 * @property {number} level of a heading in the page's outline; 0 for other kinds
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

/** From here on a list is cut at its next item, in characters. */
const LONG = 4_000;

/** From here on everything is cut that has to be read as a whole. */
const TOO_LONG = 8_000;

/** @typedef {ReturnType<typeof createSegments>} Segments */

export function createSegments() {
  let source = "";
  /** @type {Segment[]} */
  let done = [];
  /** @type {Open | undefined} */
  let open;
  let start = 0;
  let read = 0;
  let outline = createOutline();
  /** @type {Definitions} */
  let definitions = NO_DEFINITIONS;

  /**
   * @param {number} end of the segment that is open
   * @param {Kind} kind
   */
  function close(end, kind) {
    const text = source.slice(start, end);
    const level = kind === "heading" ? outline.enter(depthOf(text)) : 0;
    if (kind === "words") definitions = define(definitions, text);
    done.push({ kind, text, level });
    start = end;
    open = undefined;
  }

  /** @param {number} end */
  function cut(end) {
    while (open && open.kind !== "code" && open.kind !== "table" && end - start > TOO_LONG) {
      const { kind } = open;
      const at = seam(source, start, start + LONG);
      close(at, kind === "math" ? "rest" : kind);
      open = { kind: kind === "list" || kind === "quote" ? kind : "rest", last: "", lastAt: at };
    }
  }

  /**
   * @param {string} line
   * @param {number} at where it begins
   * @param {number} end behind its newline
   */
  function begin(line, at, end) {
    start = at;
    if (isBlank(line)) {
      start = end;
      return;
    }
    open = { ...kindOf(line), last: line, lastAt: at };
    if (open.kind === "heading" || isRule(line)) close(end, open.kind);
  }

  /**
   * @param {string} line
   * @param {number} at
   * @param {number} end
   */
  function step(line, at, end) {
    if (!open) return begin(line, at, end);
    switch (goesOn(open, line)) {
      case "ends here":
        return close(end, open.kind);
      case "ended":
        close(at, open.kind);
        return begin(line, at, end);
      case "heading":
        return close(end, "heading");
      case "table": {
        const { lastAt } = open;
        if (lastAt > start) close(lastAt, open.kind);
        start = lastAt;
        open = { kind: "table", last: line, lastAt: at };
        return;
      }
    }
    if (open.kind === "list" && at - start > LONG && /^ ?(?:[*+-]|\d{1,9}[.)])[ \t]/.test(line)) {
      close(at, "list");
      return begin(line, at, end);
    }
    open.last = line;
    open.lastAt = at;
  }

  return {
    /**
     * @param {string} text all of it so far. One that does not go on from the last one is read anew.
     * @returns {{ segments: readonly Segment[], definitions: Definitions }} those above the last one
     *   are the same objects as before
     */
    take(text) {
      if (!text.startsWith(source)) {
        [done, open, start, read] = [[], undefined, 0, 0];
        [outline, definitions] = [createOutline(), NO_DEFINITIONS];
      }
      source = text;
      for (let end = text.indexOf("\n", read); end >= 0; end = text.indexOf("\n", read)) {
        step(text.slice(read, text[end - 1] === "\r" ? end - 1 : end), read, end + 1);
        read = end + 1;
        cut(read);
      }
      const line = text.slice(read);
      if (!open && line.length > TOO_LONG) open = { kind: "words", last: "", lastAt: read };
      cut(text.length);
      const rest = text.slice(start);
      if (isBlank(rest)) return { segments: [...done], definitions };
      const kind = open?.kind ?? kindOf(line).kind;
      const level = kind === "heading" ? outline.peek(depthOf(rest)) : 0;
      return { segments: [...done, { kind, text: rest, level }], definitions };
    },
  };
}

/**
 * @param {string} line the first one of a segment
 * @returns {{ kind: Kind, fence?: Fence, end?: string }}
 */
function kindOf(line) {
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
function goesOn({ kind, fence, end, last }, line) {
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
function depthOf(text) {
  return headingDepth(text.split("\n", 1)[0]) ||
    underlineDepth(text.trimEnd().split("\n").at(-1) ?? "") || 1;
}
