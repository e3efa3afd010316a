/**
 * What a person can do with files that go along with the next message. They are kept as the draft is.
 *
 * @import { Api } from "./api.js"
 * @import { Place } from "./place.js"
 * @import { Attached } from "./attached.js"
 * @import { QuotedFile } from "./quoted_files.js"
 * @import { Store } from "./store.js"
 */
import { imagesOf, parseAttached } from "./attached.js";
import { makeId } from "./id.js";
import { LIMITS } from "./protocol.js";

/** @typedef {ReturnType<typeof createFileActions>} FileActions */

/** @param {{ store: Pick<Store, "state">, place: Place, api: Pick<Api, "keepImage" | "sees"> }} options */
export function createFileActions({ store: { state }, place, api }) {
  /**
   * @param {string} conversation
   * @param {(files: readonly Attached[]) => readonly Attached[]} change
   */
  function alter(conversation, change) {
    const isShown = conversation === state.shown.value;
    const files = change(isShown ? state.files.value : parseAttached(place.files(conversation)));
    place.keepFiles(conversation, files.length === 0 ? "" : JSON.stringify(files));
    if (isShown) state.files.value = files;
  }

  return {
    /**
     * Puts files beside what is being written; those that cannot be are told in `state.fileFaults`.
     * @param {readonly File[]} files
     */
    async attach(files) {
      const conversation = state.shown.value;
      state.fileFaults.value = [];
      const { takeFile } = await import("./take_file.js");
      const results = await Promise.all(files.map((file) => takeFile(file, { state, api })));
      const taken = results.filter((result) => typeof result !== "string");
      const faults = results.filter((result) => typeof result === "string");
      alter(conversation, (others) => {
        const room = LIMITS.images - imagesOf(others).length;
        const images = taken.filter(({ hash }) => hash);
        const left = new Set(images.slice(Math.max(0, room)));
        if (left.size > 0) faults.push(`At most ${LIMITS.images} images go along with a message.`);
        return [...others, ...taken.filter((file) => !left.has(file))];
      });
      state.fileFaults.value = faults;
    },

    /** @param {string} id */
    removeFile(id) {
      alter(state.shown.value, (files) => files.filter((file) => file.id !== id));
      state.fileFaults.value = [];
    },

    /** After they were sent. */
    clearFiles() {
      alter(state.shown.value, () => []);
      state.fileFaults.value = [];
    },

    /**
     * Of a message that was not taken.
     * @param {readonly string[]} images hashes
     * @param {readonly QuotedFile[]} [texts]
     */
    putBack(images, texts = []) {
      const files = [
        ...images.map((hash) => ({ id: makeId(), name: "Image", size: 0, hash })),
        ...texts.map(({ name, text }) => ({ id: makeId(), name, size: text.length, text })),
      ];
      alter(state.shown.value, (others) => [...files, ...others]);
    },

    /** @param {string} conversation brings back what is kept with it */
    showFiles(conversation) {
      state.files.value = parseAttached(place.files(conversation));
      state.fileFaults.value = [];
    },
  };
}
