/** @import { RefObject } from "preact" */
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { LIMITS } from "../protocol.js";

/**
 * A field in place of a title. Enter or leaving it keeps what stands there, Esc what stood there.
 * @param {{ title: string, onDone: (title: string) => void }} props
 */
export function RenameField({ title, onDone }) {
  /** @type {RefObject<HTMLInputElement | null>} */
  const field = useRef(null);
  const isDone = useRef(false);
  // Before anything more is typed: what comes next is meant for it.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  /** @param {string} wanted */
  function end(wanted) {
    // Taking the field away takes the focus from it, which is no second answer.
    if (isDone.current) return;
    isDone.current = true;
    onDone(wanted);
  }

  return html`
    <input
      ref=${field}
      class="rename"
      aria-label="Title"
      dir="auto"
      maxlength=${LIMITS.titleChars}
      defaultValue=${title}
      onBlur=${() => end(field.current?.value ?? title)}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
        event.preventDefault();
        end(event.key === "Enter" ? field.current?.value ?? title : title);
      }}
    />
  `;
}
