/** @import { Message } from "./fold.js" */

/**
 * How much of what is shown the model no longer saw when it answered last: the oldest messages,
 * whole ones (docs/PROTOCOL.md, rule 10).
 * @param {readonly Message[]} shown
 * @returns {{ count: number, before: string } | undefined} how many messages, and the first one that
 *   it still saw; nothing where it saw all
 */
export function forgotten(shown) {
  const at = shown.findLastIndex(({ context }) => context !== undefined);
  const count = shown[at]?.context?.dropped ?? 0;
  if (count === 0) return undefined;
  // An answer without text was never sent, so it does not count.
  const sent = shown.slice(0, at).filter(({ role, text }) => role === "user" || text !== "");
  const before = sent[count]?.id;
  return before === undefined ? undefined : { count, before };
}

/** @param {number} count of messages */
export function forgottenWords(count) {
  return count === 1
    ? "1 earlier message no longer fits into the model's window"
    : `${count} earlier messages no longer fit into the model's window`;
}
