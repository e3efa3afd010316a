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
import { makeId } from "./id.js";
import { createArchiveActions } from "./archive_actions.js";
import { createEditActions } from "./edit_actions.js";
import { createFileActions } from "./file_actions.js";
import { createListActions } from "./list_actions.js";
import { createMessageActions } from "./message_actions.js";
import { createModelActions } from "./model_actions.js";
import { createSeekActions } from "./seek_actions.js";
import { createSettingsActions } from "./settings_actions.js";
import { createSheetActions } from "./sheet_actions.js";

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

  /** @param {string} text */
  function setDraft(text) {
    state.draft.value = text;
    place.keepDraft(state.shown.value, text);
  }

  /**
   * @param {string} id
   * @param {{ isNew?: boolean }} [options]
   */
  function show(id, { isNew = false } = {}) {
    place.enter(id, { isNew });
    store.show(id, { isNew });
    state.draft.value = place.draft(id);
    state.edits.value = place.edits(id);
    files.showFiles(id);
  }

  const newChat = () => show(makeId(), { isNew: true });

  /** A new chat, and in it what was being written in the one that is shown, or waits there. */
  function moveOn() {
    const from = state.shown.value;
    const id = makeId();
    const words = [state.draft.value, ...state.edits.value.values()].join("\n\n");
    place.keepDraft(id, words.trim());
    place.keepFiles(id, place.files(from));
    show(id, { isNew: true });
    for (const { frame } of outbox.items.value.toReversed()) {
      if (frame.conversation === from) messages.bringBack(frame.id);
    }
  }

  const edits = createEditActions({ store, place });
  const files = createFileActions({ store, place, api, setDraft });
  const messages = createMessageActions({ store, connection, outbox, setDraft, edits, files });

  return {
    ...messages,
    ...edits,
    ...files,
    ...createSheetActions({ store }),
    ...createSeekActions({ store, connection }),
    ...createArchiveActions({ store, api, listed }),
    ...createModelActions({ store, api }),
    ...createSettingsActions({ store, api }),
    ...createListActions({ store, listed, show, newChat, moveOn, clock }),
    setDraft,
    show,

    /**
     * Shows a conversation, in a place of its own that Back leads away from.
     * @param {string} id
     */
    go(id) {
      place.enter(id, { isNew: true });
      show(id);
    },

    /**
     * Looks for conversations that hold every word of a query.
     * @param {string} query
     * @returns {Promise<readonly import("./api.js").ListLine[]>} none where the search cannot be made
     */
    lookFor: async (query) => (await api.conversations({ q: query }))?.conversations ?? [],

    /** Shows the conversation in the address, else the last one, else a new one. */
    arrive() {
      const known = place.named() ?? place.last();
      show(known ?? makeId(), { isNew: known === undefined });
    },

    newChat,

    /** @param {string} token what came of it is in the state */
    async signIn(token) {
      state.signedIn.value = await api.signIn(token);
      if (state.signedIn.value === "ok") connection.start();
    },

    wake: () => connection.wake(),
    reload,
  };
}
