/**
 * The ways through a conversation: each message stands below another one, and several may stand
 * below the same.
 *
 * @import { Conversation, Message } from "./fold.js"
 */

/**
 * The messages from the root down to the head (or to another message), as a person reads them.
 * @param {Conversation} conversation
 * @param {string | null} [head]
 * @returns {Message[]}
 */
export function branch({ messages, head: shown }, head = shown) {
  const path = [];
  for (let at = head; at !== null;) {
    const message = messages.get(at);
    if (!message) break;
    path.push(message);
    at = message.parent;
  }
  return path.reverse();
}

/**
 * The messages that stand beside one: other answers to the same question, other versions of the
 * same question. In the order they came, the message itself among them.
 * @param {Conversation} conversation
 * @param {Pick<Message, "parent" | "role">} message
 * @returns {Message[]}
 */
export function siblings({ messages }, { parent, role }) {
  return [...messages.values()].filter((other) => other.parent === parent && other.role === role);
}

/**
 * The end of the branch through a message: from it down, always the newest.
 * @param {Conversation} conversation
 * @param {string} id of a message that is there
 * @returns {string}
 */
export function newestLeaf({ messages }, id) {
  const newest = new Map([...messages.values()].map(({ id, parent }) => [parent, id]));
  let leaf = id;
  for (let below; (below = newest.get(leaf)) !== undefined;) leaf = below;
  return leaf;
}
