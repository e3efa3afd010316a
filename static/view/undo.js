/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { focusHome } from "./focus_home.js";

/**
 * The way back for all that was deleted and can be restored now. It goes when the last of that
 * cannot be any more, whoever looks at it: the server would not have it.
 * @param {{ state: State, actions: Actions }} props
 */
export function Undo({ state, actions }) {
  /** @type {RefObject<HTMLElement | null>} */
  const box = useRef(null);
  const wanted = useRef("");
  const removals = state.removals.value;
  const last = removals[removals.length - 1];
  // Not after the next paint, as the others: the focus has to be elsewhere before this is gone.
  useLayoutEffect(() => {
    const shown = box.current;
    return () => shown?.contains(document.activeElement) && focusLine(wanted.current);
  }, []);
  return html`
    <div ref=${box} class="toast" role="group" aria-label="Deleted">
      <p>
        ${removals.length > 1
          ? `Deleted ${removals.length} conversations`
          : html`Deleted “<bdi>${last.title}</bdi>”`}
      </p>
      <button
        type="button"
        class="link"
        disabled=${state.line.value !== "open"}
        onClick=${() => {
          wanted.current = last.id;
          actions.undoRemove();
        }}
      >
        Undo
      </button>
    </div>
  `;
}

/**
 * Leads to a conversation in the list, else to the one that is shown, else to any: what the focus
 * comes to by itself has to be harmless.
 * @param {string} id
 */
function focusLine(id) {
  const line = [`[href="#/c/${id}"]`, "[aria-current]", ""]
    .map((which) => document.querySelector(`.lines a${which}`))
    .find((found) => found instanceof HTMLElement);
  if (line instanceof HTMLElement) line.focus();
  else focusHome();
}
