/** @import { Message } from "./fold.js" */

/** What is said of an answer that did not simply end. */
const REMARKS = {
  stop: { full: "", empty: "The model ended without saying anything." },
  length: {
    full: "The answer reached its length limit.",
    empty: "The model reached its length limit before it answered.",
  },
  stopped: { full: "You stopped this answer.", empty: "You stopped this before it began." },
};

/**
 * @param {Pick<Message, "reason" | "text">} answer
 * @returns {string} `""` where there is nothing to say
 */
export function remarkOf({ reason, text }) {
  return reason ? REMARKS[reason][text === "" ? "empty" : "full"] : "";
}
