/**
 * What a person can do with what is being made of sent messages. It is kept as drafts are: through
 * another conversation, and through a reload.
 *
 * @import { Place } from "./place.js"
 * @import { Store } from "./store.js"
 */
import { signal } from "@preact/signals-core";

/** @typedef {ReturnType<typeof createEditActions>} EditActions */

/** @param {{ store: Pick<Store, "state">, place: Place }} options */
export function createEditActions({ store: { state }, place }) {
  /** The message whose edit was just asked for: there the focus belongs. */
  const begun = signal(/** @type {string | undefined} */ (undefined));

  /**
   * @param {string} message
   * @param {string} [text]
   */
  function put(message, text) {
    const edits = new Map(state.edits.value);
    if (text === undefined) edits.delete(message);
    else edits.set(message, text);
    state.edits.value = edits;
    place.keepEdit(state.shown.value, message, text);
  }

  return {
    /**
     * @param {string} message
     * @param {string} text where it begins; what is being made of it already stays
     */
    startEdit(message, text) {
      put(message, state.edits.value.get(message) ?? text);
      begun.value = message;
    },

    /**
     * @param {string} message
     * @param {string} text
     */
    writeEdit: (message, text) => put(message, text),

    /** @param {string} message stays as it was sent */
    dropEdit: (message) => put(message),

    /**
     * Whether the focus belongs to the edit of a message, since it was just asked for. One that was
     * kept from before takes it from nobody. An effect that asks runs again when that changes.
     * @param {string} message
     */
    claimEdit(message) {
      const isMine = begun.value === message;
      if (isMine) begun.value = undefined;
      return isMine;
    },
  };
}
