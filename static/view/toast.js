/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";

/**
 * What was just deleted, and the way back.
 * @param {{ state: State, actions: Actions }} props
 */
export function Toast({ state, actions }) {
  const removed = state.removed.value;
  if (!removed) return null;
  return html`
    <div class="toast" role="group" aria-label="Deleted">
      <p>Deleted “<bdi>${removed.title}</bdi>”</p>
      <button
        type="button"
        class="link"
        disabled=${state.line.value !== "open"}
        onClick=${actions.undoRemove}
      >
        Undo
      </button>
    </div>
  `;
}
