/**
 * What was asked and is not yet accepted. It is kept in the browser until the server has it, goes
 * out again after each `hello`, in order within a conversation and one at a time; equal ids make
 * that exactly once (docs/PROTOCOL.md §2, rule 6).
 *
 * @import { ClientFrame, ServerFrame } from "../server/socket/protocol.ts"
 * @import { RefusedCode } from "./protocol.js"
 * @import { Clock } from "./clock.js"
 * @import { Storage } from "./storage.js"
 */
import { signal } from "@preact/signals-core";
import { clock as realClock } from "./clock.js";
import { createKeptRequests } from "./kept_requests.js";
import { PASSING_REFUSALS } from "./protocol.js";
import { createRests } from "./rests.js";

/** @typedef {ClientFrame<"prompt" | "retry" | "continue">} Request */

/**
 * `waiting` for the line, or for another try after a passing refusal; `sent` and not answered;
 * `accepted`, its row not on the screen yet; `refused` for good, kept for its text.
 * @typedef {object} Item
 * @property {Request} frame
 * @property {number} time when it was asked, in milliseconds since 1970; no two are equal
 * @property {"waiting" | "sent" | "accepted" | "refused"} state
 * @property {{ code: RefusedCode, message: string }} [refusal] the last one
 * @property {number} [seq] of the row that it became
 */

/** @typedef {ReturnType<typeof createOutbox>} Outbox */

/**
 * @param {object} options
 * @param {Storage} options.storage
 * @param {(frame: Request) => boolean} options.send whether the line took it
 * @param {(id: string) => void} [options.onGone] the conversation of a request was deleted
 * @param {Clock} [options.clock]
 * @param {() => number} [options.now] milliseconds since 1970
 * @param {() => number} [options.random]
 */
export function createOutbox(
  { storage, send, onGone, clock = realClock, now = Date.now, random = Math.random },
) {
  const shelf = createKeptRequests(storage);
  const items = signal(/** @type {readonly Item[]} */ ([]));
  const rests = createRests({ onOver: drive, clock, random });
  let online = false;

  /** @param {string} id */
  const find = (id) => items.value.find(({ frame }) => frame.id === id);

  /**
   * @param {string} id
   * @param {Partial<Item>} changes
   */
  function change(id, changes) {
    items.value = items.value.map((item) => item.frame.id === id ? { ...item, ...changes } : item);
  }

  /** Takes in what an earlier page, or another tab, left. */
  function read() {
    const others = shelf.read().filter(({ frame }) => !find(frame.id));
    items.value = [...items.value, ...others].sort((one, other) => one.time - other.time);
  }

  /** @param {(item: Item) => boolean} isGone */
  function drop(isGone) {
    const left = items.value.filter((item) => !isGone(item));
    if (left.length < items.value.length) items.value = left;
  }

  /**
   * Sends the oldest request of a conversation, unless one is under way or it rests.
   * @param {string} conversation
   */
  function drive(conversation) {
    if (!online || rests.has(conversation)) return;
    // Another tab had it accepted, or took it back.
    drop((item) => isIdle(item) && shelf.lost(item.frame.id));
    const next = items.value.find(({ frame, state }) =>
      frame.conversation === conversation && (state === "waiting" || state === "sent")
    );
    if (next?.state === "waiting" && send(next.frame)) change(next.frame.id, { state: "sent" });
  }

  read();
  return {
    items,

    /** @param {Request} frame */
    add(frame) {
      const time = Math.max(now(), (items.value.at(-1)?.time ?? 0) + 1);
      /** @type {Item} */
      const item = { frame, time, state: "waiting" };
      shelf.keep(item);
      items.value = [...items.value, item];
      drive(frame.conversation);
    },

    /** After `hello`: everything goes out again. */
    resume() {
      online = true;
      read();
      for (const conversation of new Set(items.value.map(({ frame }) => frame.conversation))) {
        drive(conversation);
      }
    },

    /** The line is gone; what was sent may not have arrived. */
    pause() {
      online = false;
      rests.endAll();
      items.value = items.value.map((item) =>
        item.state === "sent" ? { ...item, state: "waiting" } : item
      );
    },

    /** @param {Extract<ServerFrame, { type: "accepted" }>} accepted */
    accepted({ id, conversation, seq }) {
      shelf.forget(id);
      change(id, { state: "accepted", seq });
      rests.end(conversation);
      drive(conversation);
    },

    /**
     * A refusal without an id is of a frame that the server could not read: of the only request
     * under way, if there is just one.
     * @param {Extract<ServerFrame, { type: "refused" }>} refused
     * @returns {boolean} whether it was about a request of ours
     */
    refused({ id, conversation: of, code, message }) {
      // What has a conversation and no id was no request: each of those has both.
      if (id === undefined && of !== undefined) return false;
      const sent = items.value.filter(({ state }) => state === "sent");
      const item = id !== undefined ? find(id) : sent.length === 1 ? sent[0] : undefined;
      if (!item) return false;
      const isPassing = PASSING_REFUSALS.has(code);
      const { id: mine, conversation } = item.frame;
      change(mine, { state: isPassing ? "waiting" : "refused", refusal: { code, message } });
      if (isPassing) rests.begin(conversation);
      else {
        shelf.keep(find(mine) ?? item);
        drive(conversation);
        if (code === "gone") onGone?.(mine);
      }
      return true;
    },

    /**
     * Rows up to `seq` of a conversation are on the screen: what became one of them is done.
     * @param {string} conversation
     * @param {number} seq
     */
    seen(conversation, seq) {
      drop((item) => item.frame.conversation === conversation && (item.seq ?? Infinity) <= seq);
    },

    /**
     * Takes out a request that is not on its way.
     * @param {string} id
     * @returns {Request | undefined}
     */
    take(id) {
      const item = find(id);
      if (!item || !isIdle(item)) return undefined;
      shelf.forget(id);
      drop(({ frame }) => frame.id === id);
      return item.frame;
    },
  };
}

/** @param {Item} item whether it is not on its way */
const isIdle = ({ state }) => state === "waiting" || state === "refused";
