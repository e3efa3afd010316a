/**
 * What a person can do with everything at once.
 *
 * @import { Api } from "./api.js"
 * @import { Listed } from "./listed.js"
 * @import { Store } from "./store.js"
 */

/**
 * @param {object} options
 * @param {Pick<Store, "state">} options.store
 * @param {Pick<Api, "importFile">} options.api
 * @param {Pick<Listed, "refresh">} options.listed
 */
export function createArchiveActions({ store: { state }, api, listed }) {
  /** @type {AbortController | undefined} of the import that is under way */
  let running;

  return {
    /**
     * Brings conversations back from a file, one file at a time; `state.importing` tells how far.
     * @param {File} file
     */
    async importFile(file) {
      if (running) return;
      const { signal } = running = new AbortController();
      try {
        await api.importFile(file, { signal, onChange: (now) => state.importing.value = now });
      } finally {
        running = undefined;
      }
      void listed.refresh();
    },

    /** What was taken until then stays. */
    stopImport: () => running?.abort(),
  };
}
