/**
 * How settings that were sent fare: a row says that they hold, a refusal why they do not.
 *
 * @import { ServerFrame } from "../server/socket/protocol.ts"
 * @import { Row } from "../server/journal/rows.ts"
 * @import { State } from "./state.js"
 */

const LOST = "The line was lost before this was saved. Try again when it is back.";
const EMPTY = "Ask something first: then this can be set.";

/** @param {{ state: State }} options */
export function createSaving({ state: { saving, conversation: shown } }) {
  /** @returns {string | undefined} the conversation whose settings are on their way */
  const awaited = () => saving.value?.state === "sent" ? saving.value.conversation : undefined;

  return {
    /** @param {Row} row a live one */
    take({ type, conversation }) {
      if (type === "settings" && conversation === awaited()) {
        saving.value = { conversation, state: "saved" };
      }
    },

    /**
     * @param {Extract<ServerFrame, { type: "refused" }>} refused
     * @returns {boolean} whether it was about settings; that never has an id
     */
    refused({ id, conversation: of, code, message }) {
      const conversation = awaited();
      if (!conversation || id !== undefined || (of ?? conversation) !== conversation) return false;
      const isEmpty = code === "not_found" && shown.value.last === 0;
      saving.value = { conversation, state: "refused", message: isEmpty ? EMPTY : message };
      return true;
    },

    /** The line is gone, and nobody will say how it went. */
    lose() {
      const conversation = awaited();
      if (conversation) saving.value = { conversation, state: "refused", message: LOST };
    },
  };
}
