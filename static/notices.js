/** @import { Notice, State } from "./state.js" */

const MOST = 50;

/**
 * What the page itself has to say between the messages.
 * @param {State} state
 */
export function createNotices(state) {
  let count = 0;

  return {
    /**
     * @param {"system" | "error"} kind
     * @param {string} text the same words twice in a row are said once
     * @param {Pick<Notice, "isForNow">} [options]
     */
    notify(kind, text, options) {
      const { id: conversation, head } = state.conversation.value;
      const after = state.isOpened.value ? head : undefined;
      const newest = state.notices.value.at(-1);
      if (newest?.text === text && newest.after === after) return;
      const notice = { id: ++count, kind, text, conversation, after, ...options };
      state.notices.value = [...state.notices.value, notice].slice(-MOST);
    },

    /** The line is back. */
    settle() {
      state.notices.value = state.notices.value.filter(({ isForNow }) => !isForNow);
    },
  };
}
