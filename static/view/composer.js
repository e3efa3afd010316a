/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { branch } from "../branches.js";
import { createLazyLibrary } from "../lazy_library.js";
import { lengthFault } from "../message_length.js";
import { isUnfinished } from "../unfinished.js";
import { AttachButton } from "./attach_button.js";
import { ComposerHint } from "./composer_hint.js";
import { focusHome } from "./focus_home.js";
import { useGrowing } from "./grow.js";
import { Icon } from "./icon.js";
import { addStyle } from "./lazy_style.js";
import { isSendKey, isTouch } from "./touch.js";

/** What shows files comes with the first one. */
const attachments = createLazyLibrary(async () => {
  const [library] = await Promise.all([import("./attachments.js"), addStyle("attached.css")]);
  return library;
}, { isEarly: true });

/**
 * The field to write in, and its buttons.
 * @param {{ state: State, actions: Actions, onSent: () => void }} props
 */
export function Composer({ state, actions, onSent }) {
  /** @type {RefObject<HTMLTextAreaElement | null>} */
  const field = useRef(null);
  const conversation = state.conversation.value;
  const text = state.draft.value;
  const files = state.files.value;
  const isBare = text === "" && files.length === 0;
  const hasFiles = files.length > 0 || state.fileFaults.value.length > 0;
  const library = hasFiles ? attachments.value : undefined;
  const message = library?.messageOf(text, files) ?? text;
  const fault = lengthFault(message, state.limits.value);
  const isReady = files.length === 0 || library !== undefined;
  const isOnline = state.line.value === "open";
  const isChoosing = state.choosing.value !== undefined;
  const unfinished = branch(conversation).find(isUnfinished);

  useGrowing(field, text);
  useEffect(() => {
    if (!isTouch()) field.current?.focus();
  }, [conversation.id]);

  function ask() {
    if (isReady && !isChoosing && actions.prompt(message)) onSent();
    field.current?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const isAlone = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "ArrowUp" && isAlone && text === "" && actions.editLast()) {
      return event.preventDefault();
    }
    if (!isSendKey(event)) return;
    event.preventDefault();
    ask();
  }

  /** @param {readonly File[]} chosen */
  function attach(chosen) {
    if (chosen.length > 0) void actions.attach(chosen);
    field.current?.focus();
  }

  /** @param {ClipboardEvent} event */
  function onPaste(event) {
    const { files = [], types = [] } = event.clipboardData ?? {};
    // A program that copies written text may add a picture of it: the text is what was meant.
    if (files.length === 0 || types.includes("text/html") || types.includes("text/rtf")) return;
    event.preventDefault();
    attach([...files]);
  }

  return html`
    <form
      class="composer"
      aria-label="Your message"
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        ask();
      }}
    >
      ${library && html`<${library.Attachments} state=${state} actions=${actions} />`}
      <div class="field">
        <${AttachButton} onFiles=${attach} />
        <textarea
          ref=${field}
          id="message"
          rows="1"
          dir="auto"
          aria-label="Message"
          aria-describedby="composer-hint"
          aria-invalid=${fault !== undefined}
          placeholder="Ask anything"
          autocomplete="off"
          enterkeyhint=${isTouch() ? "enter" : "send"}
          value=${text}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ event) =>
            actions.setDraft(event.currentTarget.value)}
          onKeyDown=${onKeyDown}
          onPaste=${onPaste}
        ></textarea>
        ${unfinished && html`
          <button
            type="button"
            class="round stop"
            aria-label="Stop"
            title="Stop (Esc)"
            disabled=${!isOnline}
            onClick=${() => {
              actions.stop(unfinished.id);
              focusHome();
            }}
          >
            <${Icon} name="stop" />
          </button>
        `}
        <button
          type="submit"
          class=${`round send ${unfinished && isBare ? "idle" : ""}`}
          aria-label="Send"
          title="Send (Enter)"
          disabled=${!isOnline || isChoosing || fault !== undefined}
        >
          <${Icon} name="send" />
        </button>
      </div>
      <${ComposerHint}
        state=${state}
        actions=${actions}
        fault=${fault}
        onLater=${(text.trim() === "" && files.length === 0) || fault || isChoosing
          ? undefined
          : ask}
      />
    </form>
  `;
}
