/**
 * Where the page is: the conversation in the address (`#/c/<id>`), the one shown last, what was
 * being typed in each, and a token that may have come with the address.
 *
 * @import { Storage } from "./storage.js"
 */
import { ID_PATTERN } from "./protocol.js";

/** @typedef {ReturnType<typeof createPlace>} Place */

const LAST = "last";
const DRAFT = "draft.";
const EDIT = "edit.";
const FILES = "files.";

/**
 * @param {object} options
 * @param {Storage} options.storage
 * @param {Pick<Location, "hash" | "pathname" | "search">} [options.location]
 * @param {Pick<History, "pushState" | "replaceState">} [options.history]
 */
export function createPlace(
  { storage, location = globalThis.location, history = globalThis.history },
) {
  /** @param {string} id */
  const address = (id) => `#/c/${id}`;

  return {
    /**
     * Takes the token out of the address, before anyone can read or copy it there.
     * @returns {string | undefined}
     */
    takeToken() {
      const token = new URLSearchParams(location.hash.slice(1)).get("token");
      if (token === null) return undefined;
      history.replaceState(null, "", location.pathname + location.search);
      return token;
    },

    /** @returns {string | undefined} the conversation that the address names */
    named() {
      const id = location.hash.replace(/^#\/c\//, "");
      return ID_PATTERN.test(id) ? id : undefined;
    },

    /** @returns {string | undefined} the conversation that was shown last */
    last() {
      const id = storage.get(LAST);
      return id !== undefined && ID_PATTERN.test(id) ? id : undefined;
    },

    /**
     * @param {string} id
     * @param {{ isNew?: boolean }} [options] a new place can be left with the browser's Back
     */
    enter(id, { isNew = false } = {}) {
      storage.set(LAST, id);
      if (location.hash === address(id)) return;
      if (isNew) history.pushState(null, "", address(id));
      else history.replaceState(null, "", address(id));
    },

    /** @param {string} id */
    draft: (id) => storage.get(DRAFT + id) ?? "",

    /**
     * @param {string} id
     * @param {string} text
     */
    keepDraft(id, text) {
      if (text === "") storage.remove(DRAFT + id);
      else storage.set(DRAFT + id, text);
    },

    /** @param {string} id */
    files: (id) => storage.get(FILES + id) ?? "",

    /**
     * @param {string} id
     * @param {string} files what goes along with the draft, as one text
     */
    keepFiles(id, files) {
      if (files === "") storage.remove(FILES + id);
      else storage.set(FILES + id, files);
    },

    /**
     * @param {string} id
     * @returns {Map<string, string>} what was being made of sent messages, by message
     */
    edits(id) {
      const prefix = `${EDIT}${id}.`;
      return new Map(
        storage.keys(prefix).map((key) => [key.slice(prefix.length), storage.get(key) ?? ""]),
      );
    },

    /**
     * @param {string} id
     * @param {string} message
     * @param {string} [text] none: it is no longer being written
     */
    keepEdit(id, message, text) {
      const key = `${EDIT}${id}.${message}`;
      if (text === undefined) storage.remove(key);
      else storage.set(key, text);
    },
  };
}
