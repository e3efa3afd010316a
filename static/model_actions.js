/**
 * What a person can do with models.
 *
 * @import { Api } from "./api.js"
 * @import { Store } from "./store.js"
 */
import { batch } from "@preact/signals-core";

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Api} options.api
 */
export function createModelActions({ store: { state, notify }, api }) {
  let asked = 0;
  let answered = 0;

  async function refreshModels() {
    const mine = ++asked;
    const catalogue = await api.models();
    const hasModels = catalogue?.models.some(({ installed }) => installed);
    const ollama = catalogue && !hasModels ? await api.ollama() : undefined;
    // An answer that took longer than the next one's is an old one.
    if (!catalogue || mine < answered) return;
    batch(() => {
      state.catalogue.value = catalogue;
      state.ollama.value = ollama;
    });
    answered = mine;
  }

  return {
    refreshModels,

    /**
     * Loads a model, downloading it where it is missing; it answers from then on, also in the
     * conversation that is shown now. One at a time.
     * @param {string} model
     */
    async chooseModel(model) {
      if (state.choosing.value !== undefined) return;
      const { id, last } = state.conversation.value;
      state.choosing.value = model;
      const conversation = last > 0 ? id : undefined;
      const { success, message } = await api.load(model, { conversation });
      await refreshModels();
      state.choosing.value = undefined;
      notify(success ? "system" : "error", message);
    },

    /** @param {string} model */
    cancelPull: (model) => api.cancel(model),
  };
}
