/**
 * What the page knows, as signals, and the one place where the server's frames change it. Rows
 * that arrive between two paints are folded together, so that a quick answer costs no more than
 * the screen can show.
 *
 * @import { ClientFrame, LoadingFrame, ServerFrame } from "../server/socket/protocol.ts"
 * @import { Row } from "../server/journal/rows.ts"
 * @import { Cancel, Clock } from "./clock.js"
 * @import { LineState } from "./connection.js"
 * @import { Outbox } from "./outbox.js"
 * @import { Phase } from "./protocol.js"
 * @import { Catalogue } from "./api.js"
 */
import { batch, signal } from "@preact/signals-core";
import { backoff } from "./backoff.js";
import { clock as realClock } from "./clock.js";
import { emptyConversation } from "./fold.js";
import { LIMITS, PASSING_REFUSALS } from "./protocol.js";
import { createReplica } from "./replica.js";

/**
 * A line between the messages that is no row: nobody else sees it, and a reload forgets it.
 * @typedef {object} Notice
 * @property {number} id
 * @property {"system" | "error"} kind
 * @property {string} text
 * @property {string} conversation in which it was shown
 * @property {string | null} after the message that was the last one then
 */

/**
 * @typedef {object} Doing what an answer is doing
 * @property {Phase} phase
 * @property {number} [position] 1 is next
 * @property {number} started by the page's own clock
 */

/** @typedef {ReturnType<typeof createStore>} Store */
/** @typedef {Store["state"]} State */

const MOST_NOTICES = 50;

/** After a `loading` frame with one of these, nothing more comes of that model. */
const ENDS_LOADING = new Set(["ready", "failed", "cancelled"]);

/**
 * What holds until `hello` says otherwise.
 * @type {Extract<ServerFrame, { type: "hello" }>["limits"]}
 */
const LIMITS_UNTIL_KNOWN = {
  messageChars: 32_000,
  frameBytes: LIMITS.frameBytes,
  waitingPrompts: LIMITS.waitingPrompts,
};

/**
 * @param {object} options
 * @param {Outbox} options.outbox
 * @param {(frame: ClientFrame) => boolean} options.send
 * @param {() => void} [options.onHello] after the line is open again
 * @param {() => void} [options.onModels] models may not be what they were
 * @param {Clock} [options.clock]
 * @param {() => number} [options.now] milliseconds since 1970
 * @param {() => number} [options.random]
 */
export function createStore(
  {
    outbox,
    send,
    onHello = () => {},
    onModels = () => {},
    clock = realClock,
    now = Date.now,
    random = Math.random,
  },
) {
  const state = {
    line: signal(/** @type {{ state: LineState, retryAt?: number }} */ ({ state: "idle" })),
    /** Whether the line has failed before. */
    isAgain: signal(false),
    limits: signal(LIMITS_UNTIL_KNOWN),
    catalogue: signal(/** @type {Catalogue | undefined} */ (undefined)),
    /** The model that this page is waiting for. */
    choosing: signal(/** @type {string | undefined} */ (undefined)),
    loading: signal(/** @type {ReadonlyMap<string, LoadingFrame>} */ (new Map())),
    notices: signal(/** @type {readonly Notice[]} */ ([])),
    conversation: signal(emptyConversation("")),
    /** Whether the conversation is known up to now. */
    isOpened: signal(false),
    /** By answer id. */
    doing: signal(/** @type {ReadonlyMap<string, Doing>} */ (new Map())),
    draft: signal(""),
    isStorageBlocked: signal(false),
    outbox: outbox.items,
  };

  let replica = createReplica("");
  /** @type {Cancel | undefined} */
  let flushing;
  /** How far the server's clock is ahead, as far as its newest rows tell. */
  let ahead = -Infinity;
  let refusals = 0;
  let noticed = 0;

  function flushSoon() {
    flushing ??= clock.nextFrame(() => batch(flush));
  }

  function flush() {
    flushing = undefined;
    const conversation = replica.flush();
    state.conversation.value = conversation;
    state.isOpened.value ||= replica.complete;
    outbox.seen(conversation.id, conversation.last);
    const doing = [...state.doing.value].filter(([id]) => {
      const answer = conversation.messages.get(id);
      return !answer || answer.state === "waiting" || answer.state === "running";
    });
    if (doing.length < state.doing.value.size) state.doing.value = new Map(doing);
  }

  /** @param {ClientFrame | undefined} frame */
  const ask = (frame) => void (frame && send(frame));

  /** @param {Extract<ServerFrame, { type: "hello" }>} frame */
  function greet({ limits, loading }) {
    state.limits.value = limits;
    state.loading.value = new Map(loading.map((frame) => [frame.model, frame]));
    ahead = -Infinity;
    ask(replica.open());
    outbox.resume();
    onHello();
  }

  /** @param {Extract<ServerFrame, { type: "phase" }>} frame */
  function follow({ id, phase, position, since }) {
    const known = state.doing.value.get(id);
    const elapsed = Math.max(0, now() + Math.max(ahead, 0) - since);
    const started = known && known.phase === phase ? known.started : clock.now() - elapsed;
    state.doing.value = new Map(state.doing.value).set(id, { phase, position, started });
  }

  /** @param {Extract<ServerFrame, { type: "refused" }>} refused */
  function regret(refused) {
    if (outbox.refused(refused)) return;
    if (PASSING_REFUSALS.has(refused.code) && refused.id === undefined && !replica.complete) {
      const mine = replica;
      clock.after(backoff(refusals++, { random }), () => mine === replica && ask(mine.open()));
    } else notify("error", refused.message);
  }

  /** @param {LoadingFrame} frame */
  function load(frame) {
    const loading = new Map(state.loading.value);
    if (ENDS_LOADING.has(frame.status)) loading.delete(frame.model);
    else loading.set(frame.model, frame);
    state.loading.value = loading;
    if (frame.status === "failed") notify("error", frame.message);
    if (frame.status === "cancelled") notify("system", frame.message);
    if (ENDS_LOADING.has(frame.status)) onModels();
  }

  /** @param {Row} row */
  function takeRow(row) {
    if (row.conversation !== replica.id) return;
    ahead = Math.max(ahead, row.time - now());
    ask(replica.take(row));
    flushSoon();
  }

  /**
   * @param {"system" | "error"} kind
   * @param {string} text the same words twice in a row are said once
   */
  function notify(kind, text) {
    const { id: conversation, head: after } = state.conversation.value;
    const newest = state.notices.value.at(-1);
    if (newest?.text === text && newest.after === after) return;
    const notice = { id: ++noticed, kind, text, conversation, after };
    state.notices.value = [...state.notices.value, notice].slice(-MOST_NOTICES);
  }

  /**
   * Takes in whatever the server said; what this page does not know is ignored.
   * @param {ServerFrame | Row} frame
   */
  function take(frame) {
    if ("time" in frame) return takeRow(frame);
    switch (frame.type) {
      case "hello":
        return greet(frame);
      case "opened":
        if (frame.conversation !== replica.id) return;
        refusals = 0;
        ask(replica.opened(frame));
        return flushSoon();
      case "accepted":
        outbox.accepted(frame);
        if (frame.conversation === replica.id) return flushSoon();
        return outbox.seen(frame.conversation, frame.seq);
      case "refused":
        return regret(frame);
      case "phase":
        if (frame.conversation === replica.id) follow(frame);
        return;
      case "loading":
        return load(frame);
      case "system":
        onModels();
        return notify("system", frame.message);
    }
  }

  /**
   * Shows another conversation.
   * @param {string} id
   * @param {{ isNew?: boolean }} [options] a new one has nothing to wait for
   */
  function show(id, { isNew = false } = {}) {
    if (id === replica.id) return;
    if (replica.id) send({ type: "close", conversation: replica.id });
    replica = createReplica(id);
    state.conversation.value = emptyConversation(id);
    state.isOpened.value = isNew;
    state.doing.value = new Map();
    ask(replica.open());
  }

  /**
   * @param {LineState} next
   * @param {{ retryIn?: number }} detail
   */
  function setLine(next, { retryIn }) {
    if (state.line.value.state === "open") outbox.pause();
    if (next === "waiting") state.isAgain.value = true;
    state.line.value = {
      state: next,
      ...(retryIn === undefined ? {} : { retryAt: clock.now() + retryIn }),
    };
  }

  return {
    state,
    take: (/** @type {ServerFrame | Row} */ frame) => batch(() => take(frame)),
    show: (/** @type {Parameters<typeof show>} */ ...given) => batch(() => show(...given)),
    setLine: (/** @type {Parameters<typeof setLine>} */ ...given) => batch(() => setLine(...given)),
    notify,
  };
}
