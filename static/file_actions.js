/**
 * What a person can do with files that go along with the next message. They are kept as the draft is.
 *
 * @import { Place } from "./place.js"
 * @import { Attached } from "./attached.js"
 * @import { Store } from "./store.js"
 */
import { parseAttached } from "./attached.js";
import { makeId } from "./id.js";
import { number } from "./message_length.js";

/** @typedef {ReturnType<typeof createFileActions>} FileActions */

/** The most bytes that a character takes in a file. */
const BYTES_PER_CHARACTER = 4;

/** @param {{ store: Pick<Store, "state">, place: Place }} options */
export function createFileActions({ store: { state }, place }) {
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

  /**
   * @param {File} file
   * @returns {Promise<Attached | string>} why not, in a sentence
   */
  async function take(file) {
    const most = state.limits.value.messageChars;
    if (file.size > most * BYTES_PER_CHARACTER) {
      return `${file.name} has ${number(file.size)} bytes; ` +
        `at most ${number(most)} characters can be sent.`;
    }
    const { readTextFile } = await import("./read_text_file.js");
    const text = await readTextFile(file);
    if (text === undefined) return `${file.name} is no text, so it cannot be quoted.`;
    if (text.trim() === "") return `${file.name} is empty.`;
    return { id: makeId(), name: oneLine(file.name), size: file.size, text };
  }

  return {
    /**
     * Puts files beside what is being written; those that cannot be are told in `state.fileFaults`.
     * @param {readonly File[]} files
     */
    async attach(files) {
      const conversation = state.shown.value;
      state.fileFaults.value = [];
      const results = await Promise.all(files.map(take));
      const taken = results.filter((result) => typeof result !== "string");
      if (taken.length > 0) alter(conversation, (others) => [...others, ...taken]);
      state.fileFaults.value = results.filter((result) => typeof result === "string");
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

    /** @param {string} conversation brings back what is kept with it */
    showFiles(conversation) {
      state.files.value = parseAttached(place.files(conversation));
      state.fileFaults.value = [];
    },
  };
}

/** @param {string} name stands in a line of its own, between words of ours */
function oneLine(name) {
  return name.replace(/\s+/g, " ").slice(-100);
}
