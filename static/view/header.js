/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { LineStatus } from "./line_status.js";
import { ModelPicker } from "./model_picker.js";

/** @param {{ state: State, actions: Actions }} props */
export function Header({ state, actions }) {
  return html`
    <header class="header">
      <h1><${Icon} name="chat" /><span>Parley</span></h1>
      <${ModelPicker} state=${state} actions=${actions} />
      <${LineStatus} state=${state} />
      <button type="button" class="new-chat" title="New chat" onClick=${actions.newChat}>
        <${Icon} name="plus" /><span>New chat</span>
      </button>
    </header>
  `;
}
