/** @import { State } from "./state.js" */

/**
 * Why a message is too long to be sent.
 * @param {string} message
 * @param {State["limits"]["value"]} limits
 * @returns {string | undefined} a sentence with both numbers; nothing where it may be sent
 */
export function lengthFault(message, { messageChars, frameBytes }) {
  const says = (
    /** @type {number} */ length,
    /** @type {number} */ limit,
    /** @type {string} */ unit,
  ) => `This message has ${number(length)} ${unit}; at most ${number(limit)} can be sent.`;
  if (message.length > messageChars) return says(message.length, messageChars, "characters");
  // A unit takes at most six bytes in JSON, so most messages need not be measured.
  if (message.length * 6 + ENVELOPE < frameBytes) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify(message)).length;
  return bytes + ENVELOPE > frameBytes ? says(bytes, frameBytes - ENVELOPE, "bytes") : undefined;
}

/** More bytes than a prompt's frame has around its message. */
const ENVELOPE = 256;

/**
 * A number as it stands in a sentence.
 * @param {number} value
 */
export function number(value) {
  return value.toLocaleString("en");
}
