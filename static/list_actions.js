/**
 * What a person can do with conversations as a whole.
 *
 * @import { ListedLine } from "../server/chat/frames.ts"
 * @import { Clock } from "./clock.js"
 * @import { Listed } from "./listed.js"
 * @import { Removed } from "./state.js"
 * @import { Store } from "./store.js"
 */
import { LIMITS } from "./protocol.js";

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Listed} options.listed
 * @param {(id: string) => void} options.show
 * @param {() => void} options.newChat
 * @param {() => void} options.moveOn likewise, with what was being written
 * @param {Clock} options.clock
 */
export function createListActions(
  { store: { state, notify, change }, listed, show, newChat, moveOn, clock },
) {
  /** @param {string} id */
  const lineOf = (id) => state.list.value.lines.find((line) => line.id === id);

  /** @param {string} id */
  function offerUndo(id) {
    const line = lineOf(id);
    /** @type {Removed} */
    const removed = { id, title: line?.title ?? "", line, wasShown: state.shown.value === id };
    forgetUndo((one) => one.id === id);
    state.removals.value = [...state.removals.value, removed];
    clock.after(LIMITS.undoMs, () => forgetUndo((one) => one === removed));
  }

  /** @param {(one: Removed) => boolean} which */
  function forgetUndo(which) {
    state.removals.value = state.removals.value.filter((one) => !which(one));
  }

  /** @param {string} id of what was not deleted after all */
  function withdrawUndo(id) {
    const removed = state.removals.value.find((one) => one.id === id);
    forgetUndo((one) => one === removed);
    if (removed?.wasShown && state.draft.value === "") show(id);
  }

  /** @param {string} id */
  function takeOut(id) {
    const line = lineOf(id);
    if (line) listed.take({ ...line, deleted: true });
  }

  /**
   * The conversation that is shown was deleted elsewhere.
   * @param {string} conversation
   */
  function leaveDeleted(conversation) {
    if (lineOf(conversation)) offerUndo(conversation);
    takeOut(conversation);
    moveOn();
    notify("system", "The conversation was deleted. This is a new one.");
  }

  return {
    search: listed.search,
    moreConversations: () => void listed.more(),
    refreshList: () => void listed.refresh(),

    /** @param {ListedLine} line how a conversation stands now */
    noteConversation(line) {
      if (line.deleted && line.id === state.shown.value) leaveDeleted(line.id);
      listed.take(line);
    },

    /**
     * @param {string} conversation
     * @param {string} title without words it stays as it was
     */
    rename(conversation, title) {
      const message = title.trim().slice(0, LIMITS.titleChars);
      const line = lineOf(conversation);
      if (message === "" || message === line?.title) return;
      const isSent = change({ type: "rename", conversation, message }, {
        onRefused({ message: why }) {
          const now = lineOf(conversation);
          if (line && now?.title === message) listed.take({ ...now, title: line.title });
          notify("error", why);
        },
      });
      if (!isSent) return;
      if (line) listed.take({ ...line, title: message });
    },

    /**
     * Deletes; for ten seconds it can be undone. Who was looking at it gets a new chat.
     * @param {string} conversation
     */
    remove(conversation) {
      const line = lineOf(conversation);
      const isSent = change({ type: "delete", conversation }, {
        onRefused({ code, message }) {
          withdrawUndo(conversation);
          if (line && code !== "gone") listed.take(line);
          notify("error", message);
        },
      });
      if (!isSent) return;
      offerUndo(conversation);
      takeOut(conversation);
      if (state.shown.value === conversation) newChat();
    },

    /**
     * Brings back all that was deleted and still can be. Who was looking at it is led back once that
     * is stored: it would still be a deleted one before, and be left again.
     */
    undoRemove() {
      const from = state.shown.value;
      const shown = state.removals.value.findLast(({ wasShown }) => wasShown);
      for (const removed of state.removals.value) {
        const { id, line } = removed;
        change({ type: "restore", conversation: id }, {
          onDone() {
            forgetUndo((one) => one === removed);
            if (line && !lineOf(id)) listed.take(line);
            if (removed === shown && state.shown.value === from) show(id);
          },
          onRefused: ({ message }) => notify("error", message),
        });
      }
    },

    leaveDeleted,
  };
}
