/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 */
import { effect } from "@preact/signals-core";
import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { joinQuoted, splitQuoted } from "../quoted_files.js";
import { EditedFiles } from "./edited_files.js";
import { focusHome } from "./focus_home.js";
import { useGrowing } from "./grow.js";
import { isSendKey, isTouch } from "./touch.js";

/**
 * A sent message that is being written anew, in its place. What stands in it is kept as a draft is.
 * @param {object} props
 * @param {string} props.id
 * @param {string} props.text with the files quoted in it
 * @param {readonly string[]} props.images hashes
 * @param {Actions} props.actions
 * @param {() => void} props.onCancel the focus belongs to what stands here then
 */
export function EditField({ id, text, images, actions, onCancel }) {
  /** @type {RefObject<HTMLTextAreaElement | null>} */
  const field = useRef(null);
  const fault = actions.faultOf(text);
  const { words, quotes } = splitQuoted(text);
  const [left, setLeft] = useState(images);
  useGrowing(field, words);
  useLayoutEffect(() =>
    effect(() => {
      if (!actions.claimEdit(id)) return;
      field.current?.focus();
      field.current?.setSelectionRange(MAX_END, MAX_END);
    }), []);

  function send() {
    const message = joinQuoted(words.trimEnd(), quotes);
    if (actions.edit(id, message, { images: left })) focusHome();
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
      <${EditedFiles}
        quotes=${quotes}
        images=${left}
        onQuotes=${(/** @type {typeof quotes} */ others) =>
          actions.writeEdit(id, joinQuoted(words, others))}
        onImages=${setLeft}
      />
      <textarea
        ref=${field}
        rows="1"
        dir="auto"
        aria-label="Edited message"
        aria-invalid=${fault !== undefined}
        enterkeyhint=${isTouch() ? "enter" : "send"}
        value=${words}
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ event) =>
          actions.writeEdit(id, joinQuoted(event.currentTarget.value, quotes))}
        onKeyDown=${onKeyDown}
      ></textarea>
      <div class="ends">
        ${fault && html`<p class="fault" role="alert">${fault}</p>`}
        <button type="button" class="quiet" onClick=${cancel}>Cancel</button>
        <button
          type="submit"
          class="primary"
          disabled=${fault !== undefined || (text.trim() === "" && left.length === 0)}
        >
          Send edit
        </button>
      </div>
    </form>
  `;
}

/** Behind any text. */
const MAX_END = 2 ** 31 - 1;
