/**
 * The server's JSON routes, as the page uses them. Nothing here throws: every outcome is a value.
 *
 * @import { ListedLine } from "../server/chat/frames.ts"
 * @import { ModelChanges, ModelSettings } from "../server/ollama/model_settings.ts"
 * @import { Settings } from "../server/journal/rows.ts"
 * @import { Snippet } from "../server/journal/snippet.ts"
 * @import { Import, ImportOptions } from "./import_file.js"
 */
import { createCall } from "./api_call.js";

/**
 * @typedef {object} Model
 * @property {string} name
 * @property {string} size such as "1.7 GB"
 * @property {string} description
 * @property {boolean} installed
 * @property {boolean} loaded
 */

/**
 * @typedef {object} Catalogue
 * @property {string} current the model of conversations that have none of their own
 * @property {readonly Model[]} models
 */

/**
 * One line of them; of a search also where the words stand: the message's id, `null` in the title.
 * @typedef {ListedLine & { message?: string | null, snippet?: Snippet }} ListLine
 */

/**
 * A page of conversations, newest first; with `next`, which leads on, there may be more.
 * @typedef {object} ListPage
 * @property {readonly ListLine[]} conversations
 * @property {string} [next]
 */

/**
 * What was chosen for a model, and what holds where nothing was.
 * @typedef {{ model: string, defaults: ModelSettings, chosen: ModelSettings }} OfModel
 */

/**
 * The Ollama that the server asks.
 * @typedef {{ address: string, isReachable: boolean }} Upstream
 */

/** @typedef {"ok" | "wrong" | "too_many" | "unreachable"} SignedIn */

/** @typedef {ReturnType<typeof createApi>} Api */

const UNREACHABLE = "The server could not be reached. Try again when the line is back.";

/** @type {Record<number, SignedIn>} */
const SIGNED_IN = { 204: "ok", 401: "wrong", 429: "too_many" };

/**
 * @param {object} [options]
 * @param {typeof globalThis.fetch} [options.fetch]
 */
export function createApi({ fetch = globalThis.fetch.bind(globalThis) } = {}) {
  const call = createCall(fetch);

  return {
    /** @returns {Promise<Catalogue | undefined>} nothing where it cannot be had now */
    async models() {
      const { status, json } = await call("GET", "/api/models");
      if (status !== 200 || !json) return undefined;
      const { current_model: current, available_models: models } = json;
      return { current: String(current), models: Object.values(models ?? {}) };
    },

    /** @returns {Promise<Upstream | undefined>} nothing where the server does not say */
    async ollama() {
      const { json } = await call("GET", "/health");
      const { ollama_host: address, ollama } = json ?? {};
      if (typeof address !== "string" || typeof ollama !== "object" || !ollama) return undefined;
      return { address, isReachable: "reachable" in ollama && ollama.reachable === true };
    },

    /**
     * Waits until a model can be used; that may take as long as downloading it.
     * @param {string} model
     * @param {object} [options]
     * @param {string} [options.conversation] where it was chosen, to be used there from then on
     * @returns {Promise<{ success: boolean, message: string }>}
     */
    async load(model, { conversation } = {}) {
      const { json } = await call("POST", "/api/models/load", { model, conversation });
      if (typeof json?.message !== "string") return { success: false, message: UNREACHABLE };
      return { success: json.success === true, message: json.message };
    },

    /**
     * Calls off a download; whoever waits for it hears so.
     * @param {string} model
     */
    async cancel(model) {
      const { status } = await call("DELETE", "/api/models/load", { model });
      return status !== 0;
    },

    /** @returns {Promise<Settings | undefined>} nothing where they cannot be had now */
    async defaults() {
      const { json } = await call("GET", "/api/settings");
      return json?.defaults ?? undefined;
    },

    /**
     * @param {string} model
     * @returns {Promise<OfModel | undefined>} nothing where it cannot be had now
     */
    async modelSettings(model) {
      const path = `/api/models/settings?${new URLSearchParams({ model })}`;
      const { status, json } = await call("GET", path);
      if (status !== 200) return undefined;
      return { model, defaults: json?.defaults ?? {}, chosen: json?.chosen ?? {} };
    },

    /**
     * @param {string} model
     * @param {ModelChanges} changes
     * @returns {Promise<string | undefined>} why it was not saved
     */
    async changeModel(model, changes) {
      const { status, json } = await call("PATCH", "/api/models/settings", { model, ...changes });
      return status === 200 ? undefined : reason(json) ?? UNREACHABLE;
    },

    /**
     * @param {object} [options]
     * @param {string} [options.q] words that each conversation holds
     * @param {string} [options.before] `next` of the page before
     * @returns {Promise<ListPage | undefined>} nothing where it cannot be had now
     */
    async conversations(options = {}) {
      const query = new URLSearchParams(Object.entries(options).filter(([, value]) => value));
      const { status, json } = await call("GET", `/api/conversations?${query}`);
      if (status !== 200 || !Array.isArray(json?.conversations)) return undefined;
      const { conversations, next } = json;
      return { conversations, ...(typeof next === "string" ? { next } : {}) };
    },

    /**
     * @param {string} model
     * @returns {Promise<boolean | undefined>} whether it sees images; nothing where nobody knows
     */
    async sees(model) {
      const { json } = await call("GET", `/api/models/details?${new URLSearchParams({ model })}`);
      const { capabilities } = json ?? {};
      return Array.isArray(capabilities) ? capabilities.includes("vision") : undefined;
    },

    /**
     * Hands an image in, for messages to show.
     * @param {Blob} image
     * @returns {Promise<{ hash: string } | { message: string }>} its name, or why it was not taken
     */
    async keepImage(image) {
      const { status, json } = await call("POST", "/api/blobs", image);
      if (status === 201 && typeof json?.hash === "string") return { hash: json.hash };
      return { message: reason(json) ?? UNREACHABLE };
    },

    /**
     * Hands over a file of conversations, which may take long.
     * @param {File} file
     * @param {Omit<ImportOptions, "fetch">} options
     * @returns {Promise<Import>} how it ended; rejects only where the page's own part for it does
     *   not load
     */
    async importFile(file, options) {
      const { importFile } = await import("./import_file.js");
      return importFile(file, { ...options, fetch });
    },

    /**
     * Swaps the server's token for a cookie.
     * @param {string} token
     * @returns {Promise<SignedIn>}
     */
    async signIn(token) {
      const { status } = await call("POST", "/api/session", { token });
      return SIGNED_IN[status] ?? "unreachable";
    },
  };
}

/**
 * @param {Record<string, unknown> | undefined} json
 * @returns {string | undefined} the words of a route that said no
 */
function reason(json) {
  const error = json?.error;
  return typeof error === "object" && error !== null && "message" in error
    ? String(error.message)
    : undefined;
}
