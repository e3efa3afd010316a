/**
 * What a person can do with files that go along with the next message. They are kept as the draft is.
 *
 * @import { ClientFrame } from "../server/socket/protocol.ts"
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

/**
 * @param {object} options
 * @param {Pick<Store, "state">} options.store
 * @param {Place} options.place
 * @param {Pick<Api, "keepImage" | "sees">} options.api
 * @param {(text: string) => void} options.setDraft
 */
export function createFileActions({ store: { state }, place, api, setDraft }) {
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
     * Puts a message that was not sent into the field, before what is there: its words, and beside
     * them its images and the files that it quotes.
     * @param {ClientFrame<"prompt">} prompt
     */
    putBack({ message, images = [] }) {
      /** @type {(words: string, texts?: readonly QuotedFile[]) => void} */
      const put = (words, texts = []) => {
        setDraft([words, state.draft.value].filter((text) => text !== "").join("\n\n"));
        const files = [
          ...images.map((hash) => ({ id: makeId(), name: "Image", size: 0, hash })),
          ...texts.map(({ name, text }) => ({ id: makeId(), name, size: text.length, text })),
        ];
        alter(state.shown.value, (others) => [...files, ...others]);
      };
      if (!message.includes("File: ")) return put(message);
      import("./quoted_files.js").then(({ readQuoted }) => {
        const { text, files } = readQuoted(message);
        put(text, files);
      }, () => put(message));
    },

    /** @param {string} conversation brings back what is kept with it */
    showFiles(conversation) {
      state.files.value = parseAttached(place.files(conversation));
      state.fileFaults.value = [];
    },
  };
}
