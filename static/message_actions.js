/**
 * What a person can do with messages.
 *
 * @import { Connection } from "./connection.js"
 * @import { EditActions } from "./edit_actions.js"
 * @import { FileActions } from "./file_actions.js"
 * @import { Outbox } from "./outbox.js"
 * @import { Store } from "./store.js"
 */
import { branch, siblings } from "./branches.js";
import { makeId } from "./id.js";
import { imagesOf } from "./attached.js";
import { lengthFault } from "./message_length.js";
import { isUnfinished } from "./unfinished.js";

/**
 * @param {object} options
 * @param {Store} options.store
 * @param {Connection} options.connection
 * @param {Outbox} options.outbox
 * @param {(text: string) => void} options.setDraft
 * @param {EditActions} options.edits
 * @param {FileActions} options.files
 */
export function createMessageActions(
  { store, connection, outbox, setDraft, edits, files },
) {
  const { state } = store;

  /** @param {string} text */
  const faultOf = (text) => lengthFault(text, state.limits.value);

  /**
   * @param {string} text
   * @param {object} [options]
   * @param {string | null} [options.parent] an edit's; else it goes to the end
   * @param {readonly string[]} [options.images]
   */
  function ask(text, { images = [], ...place } = {}) {
    const message = text.replace(/^(\s*\n)+/, "").trimEnd();
    if ((message === "" && images.length === 0) || faultOf(message)) return false;
    outbox.add({
      type: "prompt",
      conversation: state.shown.value,
      id: makeId(),
      message,
      ...(images.length > 0 ? { images: [...images] } : {}),
      ...place,
    });
    return true;
  }

  /**
   * @param {"retry" | "continue"} type
   * @param {string} of
   */
  function again(type, of) {
    const former = outbox.items.value.find(({ frame }) => frame.type === type && frame.of === of);
    if (former) outbox.take(former.frame.id);
    outbox.add({ type, conversation: state.shown.value, id: makeId(), of });
  }

  /** @param {string} answer */
  const end = (answer) => store.stop({ type: "stop", conversation: state.shown.value, id: answer });

  /** @param {string} answer what cannot be stopped now is stopped when the line is back */
  function stop(answer) {
    if (end(answer)) return;
    store.notify("system", "This is stopped when the line is back.", { isForNow: true });
  }

  const unfinished = () => branch(state.conversation.value).filter(isUnfinished);

  return {
    stop,
    faultOf,

    /**
     * Asks, with the images that go along; what cannot be sent now is sent when the line is back.
     * @param {string} text with the files quoted in it
     * @returns {boolean} whether there was anything to ask, and it may be asked
     */
    prompt(text) {
      if (!ask(text, { images: imagesOf(state.files.value) })) return false;
      setDraft("");
      files.clearFiles();
      return true;
    },

    /**
     * Asks something else in place of a message. What is still being answered below it is stopped,
     * since nobody will see it.
     * @param {string} question
     * @param {string} text
     * @param {{ images?: readonly string[] }} [options] the message's own, unless some were left out
     * @returns {boolean} as `prompt`
     */
    edit(question, text, options) {
      const message = state.conversation.value.messages.get(question);
      if (!message) return false;
      const { parent, images } = message;
      if (!ask(text, { parent, images, ...options })) return false;
      const isBelow = (/** @type {string} */ id) =>
        branch(state.conversation.value, id).some((above) => above.id === question);
      for (const { id } of unfinished()) if (isBelow(id)) end(id);
      edits.dropEdit(question);
      return true;
    },

    /**
     * Begins to write the last message of the branch that is shown anew.
     * @returns {boolean} whether there is one
     */
    editLast() {
      const last = branch(state.conversation.value).findLast(({ role }) => role === "user");
      if (last) edits.startEdit(last.id, last.text);
      return last !== undefined;
    },

    /** @param {string} question the user message to answer again */
    retry: (question) => again("retry", question),

    /** @param {string} answer the one to go on with */
    goOn: (answer) => again("continue", answer),

    /**
     * Shows the branch through another version of a message.
     * @param {string} id of that version
     * @param {"previous" | "next"} by which button it was asked for: there the focus belongs
     */
    switchTo(id, by) {
      if (!connection.send({ type: "switch", conversation: state.shown.value, id })) return;
      state.switched.value = { id, by };
    },

    /**
     * Whether the focus belongs to the version that was just asked for.
     * @param {string} id of a message that has come into view
     * @returns {"previous" | "next" | undefined} by which button it was asked for
     */
    claimFocus(id) {
      const switched = state.switched.peek();
      if (switched?.id !== id) return undefined;
      state.switched.value = undefined;
      return switched.by;
    },

    /**
     * Stops the answer that runs, or would run next.
     * @returns {boolean} whether there is one
     */
    stopFirst() {
      const [answer] = unfinished();
      if (answer) stop(answer.id);
      return answer !== undefined;
    },

    /**
     * Puts a message that waits, or was refused, back into the field, before what is there; an edit
     * into its own place. One that is on its way stays.
     * @param {string} id
     */
    editUnsent(id) {
      const request = outbox.take(id);
      if (request?.type !== "prompt") return;
      const { parent } = request;
      const place = parent === undefined
        ? undefined
        : siblings(state.conversation.value, { parent, role: "user" }).at(-1);
      if (place) {
        const begun = state.edits.value.get(place.id) ?? "";
        const text = [request.message, begun].filter((text) => text !== "").join("\n\n");
        edits.writeEdit(place.id, text);
        return edits.startEdit(place.id, text);
      }
      files.putBack(request);
    },

    /** @param {string} id of a message whose conversation was deleted before it came */
    bringBack(id) {
      const request = outbox.take(id);
      if (request?.type !== "prompt") return;
      files.putBack(request);
      store.notify("error", "A conversation was deleted before your message came: here it is.");
    },

    /** @param {string} id */
    discard: (id) => void outbox.take(id),
  };
}
