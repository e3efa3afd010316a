/**
 * Reads an answer aloud as it grows: what can be said of it now and was not said before.
 *
 * @import { Definitions } from "../markdown/definitions.js"
 * @import { Segment } from "../markdown/segments.js"
 */
import { createSegments } from "../markdown/segments.js";
import { wholeSentences } from "./sentences.js";
import { rowWords, wordsOf } from "./spoken_words.js";

/** @typedef {ReturnType<typeof createReading>} Reading */

/** Without one of these no sentence can have ended. */
const ENDING = /[\n.!?…。！？।؟]/;

/** What goes on for longer is said in pieces, in characters. */
const MOST = 2_000;

/** What is said as soon as it has begun, and once. */
const SAID_AT_ONCE = new Set(["code", "indented", "math"]);

/** @param {string} [skipped] the beginning that is not said */
export function createReading(skipped = "") {
  let cutter = createSegments();
  let source = "";
  /** The segment that is being said, and how much of its words was; lines where it is a table. */
  let at = 0;
  let from = 0;
  let kind = "";
  /** Up to here there was nothing left to say but a sentence that had not ended. */
  let looked = 0;

  /** @param {string} text of which nothing is said */
  function skip(text) {
    cutter = createSegments();
    [source, looked] = [text, text.length];
    const { segments, definitions } = cutter.take(text);
    at = Math.max(0, segments.length - 1);
    const open = segments[at];
    kind = open?.kind ?? "";
    from = open ? lengthOf(open, definitions) : 0;
  }

  /**
   * @param {Segment} segment
   * @param {{ isOpen: boolean, definitions: Definitions }} options
   */
  function sayMore(segment, { isOpen, definitions }) {
    if (segment.kind !== kind) [kind, from] = [segment.kind, 0];
    if (kind === "table") {
      const lines = linesOf(segment.text, { isOpen });
      if (lines.length < 2 || lines.length <= from) return "";
      const words = rowWords(lines, { from, definitions });
      from = lines.length;
      return words;
    }
    if (SAID_AT_ONCE.has(kind) && from > 0) return "";
    const words = wordsOf(segment, { isOpen, definitions });
    const isWhole = !isOpen || SAID_AT_ONCE.has(kind);
    const end = wholeSentences(words, { from, isEnded: isWhole });
    const said = words.slice(from, end);
    from = end;
    return said;
  }

  if (skipped !== "") skip(skipped);

  return {
    /**
     * @param {string} text all of it so far
     * @param {{ isEnded: boolean }} options
     * @returns {string} what is to be said now, one saying a line; `""` while a sentence goes on
     */
    take(text, { isEnded }) {
      if (!text.startsWith(source)) {
        // It is written over: nothing is new as far as it is the same.
        if (source.startsWith(text)) return "";
        skip(text.slice(0, wordStart(text, sameLength(text, source))));
      }
      source = text;
      const news = text.slice(looked);
      if (!isEnded && news.length < MOST && !ENDING.test(news)) return "";
      const { segments, definitions } = cutter.take(text);
      const sayings = [];
      for (; at < segments.length; at++) {
        const isOpen = !isEnded && at === segments.length - 1;
        sayings.push(sayMore(segments[at], { isOpen, definitions }));
        if (isOpen) break;
        [kind, from] = ["", 0];
      }
      const said = sayings.filter((words) => words.trim() !== "").join("\n");
      if (said !== "") looked = text.length;
      return said;
    },
  };
}

/**
 * @param {Segment} segment the last one
 * @param {Definitions} definitions
 */
function lengthOf(segment, definitions) {
  if (segment.kind === "table") return linesOf(segment.text, { isOpen: true }).length;
  return wordsOf(segment, { isOpen: true, definitions }).length;
}

/**
 * @param {string} text of a table
 * @param {{ isOpen: boolean }} options
 */
function linesOf(text, { isOpen }) {
  const lines = text.trimEnd().split("\n");
  return isOpen && !text.endsWith("\n") ? lines.slice(0, -1) : lines;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} where the word begins that stands there
 */
function wordStart(text, at) {
  while (at > 0 && /\S/.test(text[at - 1])) at--;
  return at;
}

/**
 * @param {string} one
 * @param {string} other
 */
function sameLength(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
