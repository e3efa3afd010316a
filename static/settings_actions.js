/**
 * What a person can choose for one conversation.
 *
 * @import { Settings } from "../server/journal/rows.ts"
 * @import { Connection } from "./connection.js"
 * @import { Store } from "./store.js"
 */

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Connection} options.connection
 */
export function createSettingsActions({ store: { state }, connection }) {
  return {
    /**
     * Asks for other settings; `state.saving` tells how that goes.
     * @param {Settings} changes only what is to be different; `null` is the server's default
     */
    saveSettings(changes) {
      const conversation = state.shown.value;
      if (Object.keys(changes).length === 0) state.saving.value = { conversation, state: "saved" };
      else if (connection.send({ type: "settings", conversation, ...changes })) {
        state.saving.value = { conversation, state: "sent" };
      } else {
        const message = "This needs a connection. Try again when the line is back.";
        state.saving.value = { conversation, state: "refused", message };
      }
    },

    forgetSaving() {
      state.saving.value = undefined;
    },
  };
}
