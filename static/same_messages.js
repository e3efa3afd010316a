/** @import { Conversation } from "./fold.js" */

/**
 * The newer of two states of a conversation, in which messages that are what they were are the same
 * objects as before, so that nothing draws them again. For folds that were built anew; `fold` itself
 * keeps what it does not touch.
 * @param {Conversation} next
 * @param {Conversation} former
 * @returns {Conversation}
 */
export function keepSame(next, former) {
  const messages = new Map(next.messages);
  for (const [id, message] of messages) {
    const was = former.messages.get(id);
    if (was && isSame(was, message)) messages.set(id, was);
  }
  return { ...next, messages };
}

/**
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
function isSame(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const [mine, theirs] = [Object.entries(one), Object.entries(other)];
  return mine.length === theirs.length &&
    mine.every(([key, value], at) => theirs[at][0] === key && isSame(value, theirs[at][1]));
}
