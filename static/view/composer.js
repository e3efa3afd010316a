/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { branch } from "../branches.js";
import { lengthFault } from "../message_length.js";
import { ComposerHint } from "./composer_hint.js";
import { useGrowing } from "./grow.js";
import { Icon } from "./icon.js";
import { isSendKey, isTouch } from "./touch.js";

/**
 * The field to write in, and its buttons.
 * @param {{ state: State, actions: Actions, onSent: () => void }} props
 */
export function Composer({ state, actions, onSent }) {
  /** @type {RefObject<HTMLTextAreaElement | null>} */
  const field = useRef(null);
  const conversation = state.conversation.value;
  const text = state.draft.value;
  const fault = lengthFault(text, state.limits.value);
  const isOnline = state.line.value === "open";
  const isChoosing = state.choosing.value !== undefined;
  const unfinished = branch(conversation).find(({ state }) =>
    state === "waiting" || state === "running"
  );

  useGrowing(field, text);
  useEffect(() => {
    if (!isTouch()) field.current?.focus();
  }, [conversation.id]);

  function ask() {
    if (!isChoosing && actions.prompt(text)) onSent();
    field.current?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const isBare = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "ArrowUp" && isBare && text === "" && actions.editLast()) {
      return event.preventDefault();
    }
    if (!isSendKey(event)) return;
    event.preventDefault();
    ask();
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
      <div class="field">
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
              field.current?.focus();
            }}
          >
            <${Icon} name="stop" />
          </button>
        `}
        <button
          type="submit"
          class=${`round send ${unfinished && text === "" ? "idle" : ""}`}
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
        onLater=${text.trim() === "" || fault || isChoosing ? undefined : ask}
      />
    </form>
  `;
}
