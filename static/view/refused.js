/**
 * @import { Item } from "../outbox.js"
 * @import { Actions } from "../actions.js"
 */
import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * Why a message was not taken, and what can be done with it.
 * @param {{ item: Item, actions: Actions }} props
 */
export function Refused({ item: { frame: { id }, refusal }, actions }) {
  return html`
    <div class="message error" role="group" aria-label="Error">
      <p class="headline"><${Icon} name="alert" /><strong>This was not sent</strong></p>
      <p class="words">${refusal?.message}</p>
      <div class="ways">
        <button type="button" class="quiet" onClick=${() => actions.editUnsent(id)}>
          <${Icon} name="edit" /> Edit
        </button>
        <button type="button" class="quiet" onClick=${() => actions.discard(id)}>
          <${Icon} name="close" /> Discard
        </button>
      </div>
    </div>
  `;
}
