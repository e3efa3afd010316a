/** The part of a text in which something was found. */
import { folded } from "./search_words.ts";

export interface Snippet {
  /** On one line; "…" stands where the text goes on. */
  text: string;
  /** From where to where in `text`, in UTF-16 units, stands what was looked for; ascending. */
  marks: [start: number, end: number][];
}

/** UTF-16 units of a text that are shown before the first find, and at most after it. */
const BEFORE = 40;
const AFTER = 120;

const MORE = "…";

/**
 * Cuts out where a text holds the first of its words, between graphemes (what a reader takes for
 * one character).
 * @param words folded
 */
export function snippetOf(text: string, words: readonly string[]): Snippet {
  const whole = text.toWellFormed();
  const plain = folded(whole);
  const [[start, end] = [0, 0]] = words.map((word) => [plain.indexOf(word), word.length])
    .filter(([at]) => at >= 0).map(([at, length]) => [at, at + length]).sort(([a], [b]) => a - b);
  const from = boundaryBefore(whole, start - BEFORE);
  const to = boundaryAfter(whole, Math.max(end, from + BEFORE + AFTER));
  const line = whole.slice(from, to).replace(/[\s\p{Cc}]+/gu, " ").trim();
  const shown = `${from > 0 ? MORE : ""}${line}${to < whole.length ? MORE : ""}`;
  return { text: shown, marks: marksIn(folded(shown), words) };
}

let segmenter: Intl.Segmenter | undefined;

/** The first one takes some 20 ms to make, which no start should wait for. */
const graphemesOf = (text: string) => (segmenter ??= new Intl.Segmenter()).segment(text);

function boundaryBefore(text: string, index: number): number {
  if (index <= 0) return 0;
  return graphemesOf(text).containing(index)?.index ?? text.length;
}

function boundaryAfter(text: string, index: number): number {
  const around = graphemesOf(text).containing(index);
  if (!around) return text.length;
  return around.index === index ? index : around.index + around.segment.length;
}

/** Where the words stand; those that touch or overlap are one mark. */
function marksIn(plain: string, words: readonly string[]): [number, number][] {
  const found = words.flatMap((word) => placesOf(word, plain)).sort(([a], [b]) => a - b);
  const marks: [number, number][] = [];
  for (const [start, end] of found) {
    const last = marks.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}

function placesOf(word: string, plain: string): [number, number][] {
  const places: [number, number][] = [];
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
    places.push([at, at + word.length]);
  }
  return places;
}
