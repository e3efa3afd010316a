/**
 * What a person can do with models.
 *
 * @import { Api } from "./api.js"
 * @import { Connection } from "./connection.js"
 * @import { Store } from "./store.js"
 */

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Connection} options.connection
 * @param {Api} options.api
 */
export function createModelActions({ store: { state, notify }, connection, api }) {
  /** @type {Map<string, string>} models chosen for conversations while the line was away */
  const unsaid = new Map();
  let asked = 0;
  let answered = 0;

  async function refreshModels() {
    const mine = ++asked;
    const catalogue = await api.models();
    // An answer that took longer than the next one's is an old one.
    if (!catalogue || mine < answered) return;
    state.catalogue.value = catalogue;
    answered = mine;
  }

  function tellModels() {
    for (const [conversation, model] of [...unsaid]) {
      if (connection.send({ type: "settings", conversation, model })) unsaid.delete(conversation);
    }
  }

  return {
    refreshModels,

    /** After each `hello`: what may have changed, and what could not be said before. */
    catchUp() {
      void refreshModels();
      tellModels();
    },

    /**
     * Loads a model, downloading it where it is missing; it answers from then on, also in the
     * conversation that is shown now. One at a time.
     * @param {string} model
     */
    async chooseModel(model) {
      if (state.choosing.value !== undefined) return;
      const { id, last } = state.conversation.value;
      state.choosing.value = model;
      const { success, message } = await api.load(model);
      await refreshModels();
      if (success && last > 0) {
        unsaid.set(id, model);
        tellModels();
      }
      state.choosing.value = undefined;
      notify(success ? "system" : "error", message);
    },

    /** @param {string} model */
    cancelPull: (model) => api.cancel(model),
  };
}
