/**
 * Where a continuation goes on. Many models go on where an answer was cut; some say its last words
 * again first, and some begin anew. Writing at an offset covers all three.
 */

/** So much of a continuation is looked at before it is placed, in UTF-16 units. */
export const SEAM = 48;

/** Shorter pieces occur by chance. */
const SHORTEST = 12;

/** How far back from its end the text is searched for what was said again. */
const REACH = 2_000;

/**
 * @param before the text that was cut
 * @param beginning of what came after, at least `SEAM` long unless that is all of it
 * @returns the offset in `before` at which the continuation is to be written: its length where it
 *   goes on, less where it says something again, 0 where it starts over
 */
export function seamOffset(before: string, beginning: string): number {
  const said = beginning.slice(0, SEAM);
  if (said.length < SHORTEST) return before.length;
  if (before.startsWith(said)) return 0;
  const again = before.indexOf(said, Math.max(0, before.length - REACH));
  if (again >= 0) return again;
  // The words said again may be fewer than what was looked at: the end of the one, the start of the other.
  for (let length = Math.min(said.length, before.length); length >= SHORTEST; length--) {
    if (before.endsWith(said.slice(0, length))) return before.length - length;
  }
  return before.length;
}
