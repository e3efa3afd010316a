/**
 * What a person can open before everything else, and close again.
 *
 * @import { Sheet } from "./state.js"
 * @import { Store } from "./store.js"
 */

/** @param {{ store: Pick<Store, "state" | "notify"> }} options */
export function createSheetActions({ store: { state, notify } }) {
  return {
    /** @param {Sheet} sheet takes the place of another one */
    openSheet(sheet) {
      state.sheet.value = sheet;
    },

    /** @param {Sheet} [sheet] only this one; by default whichever there is */
    closeSheet(sheet = state.sheet.value) {
      if (state.sheet.value === sheet) state.sheet.value = undefined;
    },

    /** It was never loaded, and cannot be now. */
    missSheet() {
      state.sheet.value = undefined;
      notify("system", "This part of the page is not here yet. Try again when the line is back.");
    },

    /** @param {string} path of a file that the server makes */
    download(path) {
      const link = document.createElement("a");
      link.href = path;
      link.download = "";
      link.click();
    },
  };
}
