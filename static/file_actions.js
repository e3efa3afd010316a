/**
 * What a person can do with files that go along with the next message. They are kept as the draft is.
 *
 * @import { Api } from "./api.js"
 * @import { Place } from "./place.js"
 * @import { Attached } from "./attached.js"
 * @import { Store } from "./store.js"
 */
import { imagesOf, parseAttached } from "./attached.js";
import { makeId } from "./id.js";
import { number } from "./message_length.js";
import { LIMITS } from "./protocol.js";

/** @typedef {ReturnType<typeof createFileActions>} FileActions */

/** The most bytes that a character takes in a file. */
const BYTES_PER_CHARACTER = 4;

/** An image is drawn, whatever kind it is; this one is a text. */
const DRAWN = /^image\/(?!svg)/;

/** @param {{ store: Pick<Store, "state">, place: Place, api: Pick<Api, "keepImage"> }} options */
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

  /**
   * @param {File} file
   * @returns {Promise<Attached | string>} why not, in a sentence
   */
  async function takeImage(file) {
    const name = state.conversation.value.model || state.catalogue.value?.current;
    const model = state.catalogue.value?.models.find((model) => model.name === name);
    if (model?.vision === false) {
      return `${file.name} is an image, and ${model.name} does not see. Pick a model that does.`;
    }
    const { scaleImage } = await import("./scale_image.js");
    const image = await scaleImage(file);
    if (!image) return `${file.name} cannot be read as an image.`;
    const kept = await api.keepImage(image);
    if ("message" in kept) return `${file.name} was not taken: ${kept.message}`;
    return { id: makeId(), name: oneLine(file.name), size: image.size, hash: kept.hash };
  }

  /**
   * @param {File} file
   * @returns {Promise<Attached | string>} why not, in a sentence
   */
  async function take(file) {
    if (DRAWN.test(file.type)) return await takeImage(file);
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
