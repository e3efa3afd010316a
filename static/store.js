/**
 * The one place where the server's frames change what the page knows. Rows that arrive between
 * two paints are folded together.
 *
 * @import { ListedLine } from "../server/chat/frames.ts"
 * @import { ClientFrame, LoadingFrame, ServerFrame } from "../server/socket/protocol.ts"
 * @import { Row } from "../server/journal/rows.ts"
 * @import { Cancel, Clock } from "./clock.js"
 * @import { LineState } from "./connection.js"
 * @import { Outbox } from "./outbox.js"
 */
import { batch } from "@preact/signals-core";
import { backoff } from "./backoff.js";
import { createChanges } from "./changes.js";
import { clock as realClock } from "./clock.js";
import { emptyConversation } from "./fold.js";
import { createNotices } from "./notices.js";
import { createPhases } from "./phases.js";
import { PASSING_REFUSALS } from "./protocol.js";
import { createReplica } from "./replica.js";
import { createState } from "./state.js";

/** @typedef {ReturnType<typeof createStore>} Store */

/** After a `loading` frame with one of these, nothing more comes of that model. */
const ENDS_LOADING = new Set(["ready", "failed", "cancelled"]);

/**
 * @param {object} options
 * @param {Outbox} options.outbox
 * @param {(frame: ClientFrame) => boolean} options.send
 * @param {() => void} [options.onHello] after the line is open again
 * @param {() => void} [options.onModels] models may not be what they were
 * @param {(line: ListedLine) => void} [options.onListed] a line of the list has changed
 * @param {(id: string) => void} [options.onGone] the conversation that is shown was deleted
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
    onListed = () => {},
    onGone = () => {},
    clock = realClock,
    now = Date.now,
    random = Math.random,
  },
) {
  const state = createState({ outbox: outbox.items });
  const phases = createPhases({ state, clock, now });
  const changes = createChanges({ send });
  const { notify, settle } = createNotices(state);
  let replica = createReplica("");
  let flushing = /** @type {Cancel | undefined} */ (undefined);
  let refusals = 0;

  function flushSoon() {
    flushing ??= clock.nextFrame(() => batch(flush));
  }

  function flush() {
    flushing = undefined;
    const conversation = replica.flush();
    state.conversation.value = conversation;
    state.isOpened.value ||= replica.complete;
    outbox.seen(conversation.id, conversation.last);
    phases.tidy(conversation);
    if (conversation.deleted && replica.complete) onGone(conversation.id);
  }

  /** @param {ClientFrame | undefined} frame */
  const ask = (frame) => void (frame && send(frame));

  /** @param {Extract<ServerFrame, { type: "hello" }>} frame */
  function greet({ limits, loading }) {
    state.limits.value = limits;
    state.loading.value = new Map(loading.map((frame) => [frame.model, frame]));
    ask(replica.open());
    outbox.resume();
    changes.resume();
    settle();
    onHello();
  }

  /** @param {Extract<ServerFrame, { type: "refused" }>} refused nobody misses what had no `id` */
  function regret(refused) {
    if (changes.refused(refused) || outbox.refused(refused)) return;
    const { id, conversation, code, message } = refused;
    if (code === "gone" && conversation === replica.id) return onGone(conversation);
    if (!PASSING_REFUSALS.has(code) || (id && !replica.asks(id))) return notify("error", message);
    clock.after(backoff(refusals++, { random }), () => replica.asks(id) && ask(replica.open()));
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
    phases.compareClocks(row);
    ask(replica.take(row));
    flushSoon();
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
        ask(replica.opened(frame));
        if (replica.complete) refusals = 0;
        return flushSoon();
      case "accepted":
        outbox.accepted(frame);
        if (frame.conversation === replica.id) return flushSoon();
        return outbox.seen(frame.conversation, frame.seq);
      case "done":
        return changes.done(frame);
      case "refused":
        return regret(frame);
      case "phase":
        if (frame.conversation === replica.id) phases.take(frame);
        return;
      case "loading":
        return load(frame);
      case "conversation":
        return onListed(frame);
      case "conversations":
        return frame.conversations.forEach(onListed);
      case "system":
        onModels();
        // Who chose it is told by the end of the choice.
        if (frame.model !== state.choosing.value) notify("system", frame.message);
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
    phases.clear();
    ask(replica.open());
  }

  /** @param {LineState} next */
  function setLine(next) {
    if (state.line.value === "open") {
      outbox.pause();
      changes.lose();
    }
    if (next === "waiting") state.isAgain.value = true;
    state.line.value = next;
  }

  return {
    state,
    take: (/** @type {ServerFrame | Row} */ frame) => batch(() => take(frame)),
    show: (/** @type {Parameters<typeof show>} */ ...given) => batch(() => show(...given)),
    setLine: (/** @type {LineState} */ next) => batch(() => setLine(next)),
    notify,
    change: changes.send,
    stop: changes.stop,
  };
}
