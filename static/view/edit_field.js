/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useGrowing } from "./grow.js";
import { isSendKey, isTouch } from "./touch.js";

/**
 * A sent message that is being written anew, in its place.
 * @param {object} props
 * @param {string} props.id
 * @param {string} props.text
 * @param {Actions} props.actions
 * @param {() => void} props.onCancel
 * @param {() => void} props.onSent
 */
export function EditField({ id, text: former, actions, onCancel, onSent }) {
  /** @type {RefObject<HTMLTextAreaElement | null>} */
  const field = useRef(null);
  const [text, setText] = useState(former);
  const fault = actions.faultOf(text);
  useGrowing(field, text);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(former.length, former.length);
  }, []);

  function send() {
    if (actions.edit(id, text)) onSent();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const isCancel = event.key === "Escape" && !event.isComposing;
    if (!isCancel && !isSendKey(event)) return;
    event.preventDefault();
    if (isCancel) onCancel();
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
          setText(event.currentTarget.value)}
        onKeyDown=${onKeyDown}
      ></textarea>
      <div class="ends">
        ${fault && html`<p class="fault" role="alert">${fault}</p>`}
        <button type="button" class="quiet" onClick=${onCancel}>Cancel</button>
        <button type="submit" class="primary" disabled=${fault !== undefined || text.trim() === ""}>
          Send edit
        </button>
      </div>
    </form>
  `;
}
