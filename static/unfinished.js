/** @import { Message } from "./fold.js" */

/**
 * @param {Pick<Message, "state">} message
 * @returns {boolean} whether it is an answer that has yet to end
 */
export function isUnfinished({ state }) {
  return state === "waiting" || state === "running";
}
