/**
 * What a person can do with a place that a search found.
 *
 * @import { Connection } from "./connection.js"
 * @import { Store } from "./store.js"
 */

/** @param {{ store: Pick<Store, "state">, connection: Pick<Connection, "send"> }} options */
export function createSeekActions({ store: { state }, connection }) {
  return {
    /**
     * Leads to a message once its conversation is shown.
     * @param {import("./state.js").Sought} sought
     */
    seek({ conversation, message, words }) {
      state.sought.value = { conversation, message, words };
    },

    /** Shows the branch in which it stands; asked for once. */
    showSought() {
      const sought = state.sought.value;
      if (!sought || sought.isAsked) return;
      const { conversation, message } = sought;
      if (connection.send({ type: "switch", conversation, id: message })) {
        state.sought.value = { ...sought, isAsked: true };
      }
    },

    /** It was found, or is no longer there. */
    endSeeking() {
      state.sought.value = undefined;
    },
  };
}
