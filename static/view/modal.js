/** @import { ComponentChildren, RefObject } from "preact" */
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { focusHome } from "./focus_home.js";

/**
 * Something before everything else, which waits behind it: the browser keeps the focus inside, and
 * gives it back. Esc and a press beside it ask to close it.
 * @param {object} props
 * @param {string} props.class
 * @param {string} props.label
 * @param {() => void} props.onClose
 * @param {ComponentChildren} [props.children]
 */
export function Modal({ class: look, label, onClose, children }) {
  /** @type {RefObject<HTMLDialogElement | null>} */
  const dialog = useRef(null);
  const isBeside = useRef(false);
  // Not after the next paint, as the others: the focus has to be back before this is gone.
  useLayoutEffect(() => {
    const shown = dialog.current;
    const opener = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement && opener !== document.body) opener.focus();
      else focusHome();
    };
  }, []);

  return html`
    <dialog
      ref=${dialog}
      class=${look}
      aria-label=${label}
      onClose=${() => {
        // What closes it as it goes is told later, when another one may have taken its place.
        if (dialog.current) onClose();
      }}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
        // Esc closes this at once, and stops no answer behind it.
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }}
      onMouseDown=${(/** @type {MouseEvent} */ event) => {
        isBeside.current = event.target === dialog.current;
      }}
      onClick=${(/** @type {MouseEvent} */ event) => {
        // Who marks words and lets go of them outside did not press beside it.
        if (isBeside.current && event.target === dialog.current) onClose();
      }}
    >
      ${children}
    </dialog>
  `;
}
