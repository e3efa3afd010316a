/**
 * What a person can choose for one conversation.
 *
 * @import { ModelChanges } from "../server/ollama/model_settings.ts"
 * @import { Settings } from "../server/journal/rows.ts"
 * @import { Api } from "./api.js"
 * @import { Saving } from "./state.js"
 * @import { Store } from "./store.js"
 */

const LOST = "The line was lost before this was saved. Try again when it is back.";

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Api} options.api
 */
export function createSettingsActions({ store: { state, change }, api }) {
  /** @type {string | undefined} the model whose settings are wanted */
  let wanted;

  return {
    /**
     * Asks for other settings; `state.saving` tells how that goes.
     * @param {Settings} changes only what is to be different; `null` is the server's default
     * @param {{ model: string, changes: ModelChanges }} [ofModel] likewise, for all conversations
     */
    async saveSettings(changes, ofModel) {
      const conversation = state.shown.value;
      const say = (/** @type {Saving} */ saving) => state.saving.value = saving;
      const refuse = (/** @type {string} */ message) => say({ state: "refused", message });
      say({ state: "sent" });
      const fault = ofModel && await api.changeModel(ofModel.model, ofModel.changes);
      if (fault) return refuse(fault);
      if (Object.keys(changes).length === 0) return say({ state: "saved" });
      change({ type: "settings", conversation, ...changes }, {
        onDone: () => say({ state: "saved" }),
        onRefused: ({ message }) => refuse(message),
        onLost: () => refuse(LOST),
      });
    },

    forgetSaving() {
      state.saving.value = undefined;
    },

    /**
     * Finds out what is chosen for a model now.
     * @param {string} model
     */
    async learnModel(model) {
      wanted = model;
      const known = await api.modelSettings(model);
      if (wanted === model) state.ofModel.value = known;
    },

    /** What was found out holds no longer than it is shown: it may be changed anywhere. */
    forgetModel() {
      wanted = undefined;
      state.ofModel.value = undefined;
    },

    /** Finds out what holds where nothing was chosen. */
    async learnDefaults() {
      state.defaults.value = await api.defaults() ?? state.defaults.value;
    },
  };
}
