/**
 * @import { ServerFrame } from "../server/socket/protocol.ts"
 * @import { Row } from "../server/journal/rows.ts"
 */

/**
 * The frame in a text of the server. Its shape is not checked again: who sends it is the server
 * that this page came from, and `hello` tells when it is not.
 * @param {unknown} text
 * @returns {ServerFrame | Row | undefined} nothing where there is none
 */
export function parseFrame(text) {
  try {
    const frame = JSON.parse(String(text));
    return typeof frame?.type === "string" ? frame : undefined;
  } catch (error) {
    console.warn("A frame that is not JSON was ignored", error);
    return undefined;
  }
}
