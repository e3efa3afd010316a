/** What was read of a file, in portions that a thread can take without holding up what it does. */
import type { Row } from "../journal/rows.ts";
import type { At, Outcome } from "./outcome.ts";

/** A part of an outcome: a conversation comes in several, one after the other. */
export type Part =
  | Exclude<Outcome, { incoming: unknown }>
  | { at: At; conversation: string; rows: Row[]; last: boolean };

/** What is handed over at once: about so many UTF-16 units of rows, or bytes of an image. */
const PORTION = 256 * 1024;

/** What a row costs beside its text: some hundred short ones are a portion as well. */
const ROW = 512;

/** At least one part in each, everything in its order. */
export function* portionsOf(outcomes: Iterable<Outcome>): Generator<Part[], void, void> {
  let parts: Part[] = [];
  let size = 0;
  for (const part of partsOf(outcomes)) {
    const more = sizeOf(part);
    if (parts.length > 0 && size + more > PORTION) {
      yield parts;
      parts = [];
      size = 0;
    }
    parts.push(part);
    size += more;
  }
  if (parts.length > 0) yield parts;
}

function* partsOf(outcomes: Iterable<Outcome>): Iterable<Part> {
  for (const outcome of outcomes) {
    if (!("incoming" in outcome)) {
      yield outcome;
      continue;
    }
    const { at, incoming: { conversation, rows } } = outcome;
    for (let from = 0; from < rows.length;) {
      let upto = from + 1;
      for (let size = costOf(rows[from]); upto < rows.length; upto++) {
        size += costOf(rows[upto]);
        if (size > PORTION) break;
      }
      yield { at, conversation, rows: rows.slice(from, upto), last: upto === rows.length };
      from = upto;
    }
  }
}

function sizeOf(part: Part): number {
  if ("rows" in part) return part.rows.reduce((size, row) => size + costOf(row), 0);
  return "image" in part ? part.image.bytes.length : ROW;
}

function costOf(row: Row): number {
  return ROW + JSON.stringify(row).length;
}
