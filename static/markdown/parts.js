/** @import { Segment } from "./segments.js" */

/** So many characters are drawn, laid out and passed over together. */
const SIZE = 3_000;

/**
 * Below these the space differs, so that a part does not end with one; one that is twice as long as
 * it should be ends with anything but a heading.
 */
const BINDING = new Set(["heading", "code", "table"]);

/**
 * Divides the segments of a growing text into parts. One in which nothing has changed stays the same
 * array.
 */
export function createParts() {
  /** @type {readonly (readonly Segment[])[]} */
  let parts = [];

  return {
    /** @param {readonly Segment[]} segments those of before, except for the last one, and new ones */
    take(segments) {
      parts = divided(segments).map((part, at) => isSame(part, parts[at]) ? parts[at] : part);
      return parts;
    },
  };
}

/** @param {readonly Segment[]} segments */
function divided(segments) {
  const parts = [];
  let size = 0;
  let from = 0;
  for (const [at, { kind, text }] of segments.entries()) {
    size += text.length;
    const isFull = size >= SIZE && !BINDING.has(kind) || size >= 2 * SIZE && kind !== "heading";
    if (!isFull && at < segments.length - 1) continue;
    parts.push(segments.slice(from, at + 1));
    from = at + 1;
    size = 0;
  }
  return parts;
}

/**
 * @param {readonly Segment[]} one
 * @param {readonly Segment[] | undefined} other
 */
function isSame(one, other) {
  return one.length === other?.length && one.every((segment, at) => segment === other[at]);
}
