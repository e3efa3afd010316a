/**
 * Cuts Markdown into segments that can each be read alone. Lines are looked at once, as they
 * arrive: what stands above the last segment never changes again, however long the text grows.
 *
 * @import { Definitions } from "./definitions.js"
 * @import { Kind, Open } from "./segment_rules.js"
 */
import { define, NO_DEFINITIONS } from "./definitions.js";
import { isBlank, isRule } from "./lines.js";
import { createOutline } from "./outline.js";
import { seam } from "./seam.js";
import { depthOf, goesOn, kindOf } from "./segment_rules.js";

/**
 * @typedef {object} Segment
 * @property {Kind} kind
 * @property {string} text its Markdown
 * @property {number} level of a heading in the page's outline; 0 for other kinds
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
