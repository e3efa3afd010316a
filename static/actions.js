/**
 * What a person can do. Views call these and nothing else.
 *
 * @import { Api } from "./api.js"
 * @import { Clock } from "./clock.js"
 * @import { Connection } from "./connection.js"
 * @import { Listed } from "./listed.js"
 * @import { Outbox } from "./outbox.js"
 * @import { Place } from "./place.js"
 * @import { Store } from "./store.js"
 */
import { clock as realClock } from "./clock.js";
import { branch } from "./fold.js";
import { makeId } from "./id.js";
import { createListActions } from "./list_actions.js";
import { lengthFault } from "./message_length.js";
import { createModelActions } from "./model_actions.js";

/** @typedef {ReturnType<typeof createActions>} Actions */

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Connection} options.connection
 * @param {Outbox} options.outbox
 * @param {Api} options.api
 * @param {Place} options.place
 * @param {Listed} options.listed
 * @param {Clock} [options.clock]
 * @param {() => void} [options.reload]
 */
export function createActions(
  {
    store,
    connection,
    outbox,
    api,
    place,
    listed,
    clock = realClock,
    reload = () => location.reload(),
  },
) {
  const { state } = store;
  const shown = () => state.conversation.value.id;

  /** @param {string} text */
  function setDraft(text) {
    state.draft.value = text;
    place.keepDraft(shown(), text);
  }

  /**
   * @param {string} id
   * @param {{ isNew?: boolean }} [options]
   */
  function show(id, { isNew = false } = {}) {
    place.enter(id, { isNew });
    store.show(id, { isNew });
    state.draft.value = place.draft(id);
  }

  /** @param {string} answer */
  function stop(answer) {
    connection.send({ type: "stop", conversation: shown(), id: answer });
  }

  const newChat = () => show(makeId(), { isNew: true });

  return {
    ...createModelActions({ store, connection, api }),
    ...createListActions({ store, connection, listed, show, newChat, clock }),
    setDraft,
    show,

    /** Shows the conversation in the address, else the last one, else a new one. */
    arrive() {
      const known = place.named() ?? place.last();
      show(known ?? makeId(), { isNew: known === undefined });
    },

    newChat,

    /**
     * Asks; what cannot be sent now is sent when the line is back.
     * @param {string} text
     * @returns {boolean} whether there was anything to ask, and it may be asked
     */
    prompt(text) {
      const message = text.replace(/^(\s*\n)+/, "").trimEnd();
      if (message === "" || lengthFault(message, state.limits.value)) return false;
      outbox.add({ type: "prompt", conversation: shown(), id: makeId(), message });
      setDraft("");
      return true;
    },

    /** @param {string} question the user message to answer again */
    retry(question) {
      const former = outbox.items.value.find(({ frame }) =>
        frame.type === "retry" && frame.of === question
      );
      if (former) outbox.take(former.frame.id);
      outbox.add({ type: "retry", conversation: shown(), id: makeId(), of: question });
    },

    stop,

    /** Stops the answer that runs, or would run next. */
    stopFirst() {
      const answer = branch(state.conversation.value).find(({ state }) =>
        state === "waiting" || state === "running"
      );
      if (answer) stop(answer.id);
    },

    /**
     * Puts a refused message back into the field, before what is there.
     * @param {string} id
     */
    editRefused(id) {
      const request = outbox.take(id);
      if (request?.type !== "prompt") return;
      setDraft([request.message, state.draft.value].filter((text) => text !== "").join("\n\n"));
    },

    /** @param {string} id */
    discard: (id) => void outbox.take(id),

    /** @param {string} token what came of it is in the state */
    async signIn(token) {
      state.signedIn.value = await api.signIn(token);
      if (state.signedIn.value === "ok") connection.start();
    },

    wake: () => connection.wake(),
    reload,
  };
}
