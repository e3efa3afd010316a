/**
 * What a person can do with everything at once.
 *
 * @import { Listed } from "./listed.js"
 * @import { Store } from "./store.js"
 */

/** @param {{ store: Pick<Store, "state">, listed: Pick<Listed, "refresh"> }} options */
export function createArchiveActions({ store: { state }, listed }) {
  /** @type {AbortController | undefined} of the import that is under way */
  let running;

  return {
    /**
     * Brings conversations back from a file, one file at a time; `state.importing` tells how far.
     * @param {File} file
     */
    async importFile(file) {
      if (running) return;
      const mine = running = new AbortController();
      const { importFile } = await import("./import_file.js");
      await importFile(file, {
        signal: mine.signal,
        onChange: (now) => state.importing.value = now,
      });
      running = undefined;
      void listed.refresh();
    },

    /** What was taken until then stays. */
    stopImport: () => running?.abort(),
  };
}
