/**
 * The outbox's shelf in the browser: one key for each request, so that two tabs do not overwrite
 * each other's.
 *
 * @import { Storage } from "./storage.js"
 * @import { Item, Request } from "./outbox.js"
 */
import { ID_PATTERN } from "./protocol.js";

const KEY = "outbox.";

/** @param {Storage} storage */
export function createKeptRequests(storage) {
  return {
    /** @param {Item} item */
    keep({ frame, time, refusal }) {
      storage.set(KEY + frame.id, JSON.stringify({ frame, time, refusal }));
    },

    /** @param {string} id */
    forget(id) {
      storage.remove(KEY + id);
    },

    /** @param {string} id whether another tab has forgotten it */
    lost: (id) => storage.lost(KEY + id),

    /** @returns {Item[]} what an earlier page, or another tab, left unaccepted, in no order */
    read() {
      return storage.keys(KEY).flatMap((key) => {
        const item = parse(storage.get(key));
        if (!item) storage.remove(key);
        return item ?? [];
      });
    },
  };
}

/**
 * @param {string | undefined} text
 * @returns {Item | undefined}
 */
function parse(text) {
  try {
    const { frame, time, refusal } = JSON.parse(text ?? "");
    if (!isRequest(frame) || typeof time !== "number") return undefined;
    return { frame, time, state: refusal ? "refused" : "waiting", refusal };
  } catch {
    return undefined; // Someone else wrote under our name; there is nothing in it to save.
  }
}

/**
 * @param {Partial<Record<string, unknown>> | undefined} frame
 * @returns {frame is Request}
 */
function isRequest(frame) {
  const isId = (/** @type {unknown} */ id) => typeof id === "string" && ID_PATTERN.test(id);
  if (!isId(frame?.id) || !isId(frame?.conversation)) return false;
  return frame?.type === "prompt"
    ? typeof frame.message === "string"
    : (frame?.type === "retry" || frame?.type === "continue") && isId(frame.of);
}
