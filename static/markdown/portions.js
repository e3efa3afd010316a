/**
 * Code in portions: a browser lays out a whole block again for one letter, and draws it in one go.
 *
 * @import { Part } from "../later/colour.js"
 */

/** Lines that are laid out and drawn together. */
const LINES = 40;

/**
 * @param {string} code
 * @returns {string[]} at least one; they join to the code, and each but the last ends with a line
 */
export function portionsOf(code) {
  const portions = [];
  let from = 0;
  let count = 0;
  for (let at = code.indexOf("\n"); at >= 0; at = code.indexOf("\n", at + 1)) {
    if (++count % LINES > 0) continue;
    portions.push(code.slice(from, at + 1));
    from = at + 1;
  }
  if (from < code.length || portions.length === 0) portions.push(code.slice(from));
  return portions;
}

/**
 * Cuts coloured code where its portions end.
 * @param {readonly Part[]} parts
 * @param {readonly number[]} lengths of the portions, which together are as long as the parts
 * @returns {Part[][]} the parts of each portion
 */
export function cutParts(parts, lengths) {
  /** @type {Part[][]} */
  const cut = lengths.map(() => []);
  let at = 0;
  let room = lengths[0] ?? 0;

  /**
   * @param {readonly Part[]} rest
   * @param {(part: Part) => Part} wrap puts a part into what it stands in
   */
  function walk(rest, wrap) {
    for (const part of rest) {
      if (typeof part !== "string") walk(part.parts, inside(part.kind, wrap));
      else fill(part, wrap);
    }
  }

  /**
   * @param {string} text
   * @param {(part: Part) => Part} wrap
   */
  function fill(text, wrap) {
    let from = 0;
    while (from < text.length && at < cut.length) {
      const piece = text.slice(from, from + room);
      cut[at].push(wrap(piece));
      from += piece.length;
      room -= piece.length;
      while (room === 0 && ++at < cut.length) room = lengths[at];
    }
  }

  walk(parts, (part) => part);
  return cut;
}

/**
 * @param {string} kind
 * @param {(part: Part) => Part} wrap
 * @returns {(part: Part) => Part}
 */
function inside(kind, wrap) {
  return kind === "" ? wrap : (part) => wrap({ kind, parts: [part] });
}
