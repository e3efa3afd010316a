/** @import { Message } from "./fold.js" */

/**
 * Where a message stands among those that were said in its place.
 * @typedef {object} Version
 * @property {number} rank 1 is the oldest
 * @property {number} count
 * @property {string} [previous] the one before it
 * @property {string} [next]
 */

/**
 * Which messages have others in their place: other answers to the same question, other versions of
 * the same question. One pass over all of them, however many there are.
 * @param {ReadonlyMap<string, Message>} messages
 * @returns {ReadonlyMap<string, Version>} by id; what stands alone is not in it
 */
export function versionsOf(messages) {
  /** @type {Map<string, string[]>} */
  const places = new Map();
  for (const { id, parent, role } of messages.values()) {
    const place = `${role} ${parent}`;
    const there = places.get(place);
    if (there) there.push(id);
    else places.set(place, [id]);
  }
  /** @type {Map<string, Version>} */
  const versions = new Map();
  for (const ids of places.values()) {
    if (ids.length === 1) continue;
    ids.forEach((id, at) =>
      versions.set(id, {
        rank: at + 1,
        count: ids.length,
        previous: ids[at - 1],
        next: ids[at + 1],
      })
    );
  }
  return versions;
}
