/**
 * What a person can choose for one conversation.
 *
 * @import { Settings } from "../server/journal/rows.ts"
 * @import { Api } from "./api.js"
 * @import { Saving } from "./state.js"
 * @import { Store } from "./store.js"
 */

const AWAY = "This needs a connection. Try again when the line is back.";
const LOST = "The line was lost before this was saved. Try again when it is back.";

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Api} options.api
 */
export function createSettingsActions({ store: { state, change }, api }) {
  return {
    /**
     * Asks for other settings; `state.saving` tells how that goes.
     * @param {Settings} changes only what is to be different; `null` is the server's default
     */
    saveSettings(changes) {
      const conversation = state.shown.value;
      const say = (/** @type {Saving} */ saving) => state.saving.value = saving;
      const refuse = (/** @type {string} */ message) => say({ state: "refused", message });
      if (Object.keys(changes).length === 0) return say({ state: "saved" });
      say({ state: "sent" });
      const isSent = change({ type: "settings", conversation, ...changes }, {
        onDone: () => say({ state: "saved" }),
        onRefused: ({ message }) => refuse(message),
        onLost: () => refuse(LOST),
      });
      if (!isSent) refuse(AWAY);
    },

    forgetSaving() {
      state.saving.value = undefined;
    },

    /** Finds out what holds where nothing was chosen. */
    async learnDefaults() {
      state.defaults.value = await api.defaults() ?? state.defaults.value;
    },
  };
}
