/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 */
import { effect } from "@preact/signals-core";
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { focusHome } from "./focus_home.js";
import { useGrowing } from "./grow.js";
import { isSendKey, isTouch } from "./touch.js";

/**
 * A sent message that is being written anew, in its place. What stands in it is kept as a draft is.
 * @param {object} props
 * @param {string} props.id
 * @param {string} props.text
 * @param {Actions} props.actions
 * @param {() => void} props.onCancel the focus belongs to what stands here then
 */
export function EditField({ id, text, actions, onCancel }) {
  /** @type {RefObject<HTMLTextAreaElement | null>} */
  const field = useRef(null);
  const fault = actions.faultOf(text);
  useGrowing(field, text);
  useLayoutEffect(() =>
    effect(() => {
      if (!actions.claimEdit(id)) return;
      field.current?.focus();
      field.current?.setSelectionRange(MAX_END, MAX_END);
    }), []);

  function send() {
    if (actions.edit(id, text)) focusHome();
  }

  function cancel() {
    onCancel();
    actions.dropEdit(id);
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const isCancel = event.key === "Escape" && !event.isComposing;
    if (!isCancel && !isSendKey(event)) return;
    event.preventDefault();
    if (isCancel) cancel();
    else send();
  }

  return html`
    <form
      class="edit"
      aria-label="Edit your message"
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref=${field}
        rows="1"
        dir="auto"
        aria-label="Edited message"
        aria-invalid=${fault !== undefined}
        enterkeyhint=${isTouch() ? "enter" : "send"}
        value=${text}
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ event) =>
          actions.writeEdit(id, event.currentTarget.value)}
        onKeyDown=${onKeyDown}
      ></textarea>
      <div class="ends">
        ${fault && html`<p class="fault" role="alert">${fault}</p>`}
        <button type="button" class="quiet" onClick=${cancel}>Cancel</button>
        <button type="submit" class="primary" disabled=${fault !== undefined || text.trim() === ""}>
          Send edit
        </button>
      </div>
    </form>
  `;
}

/** Behind any text. */
const MAX_END = 2 ** 31 - 1;
