/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { SettingsButton } from "./settings_button.js";
import { LineStatus } from "./line_status.js";
import { ModelPicker } from "./model_picker.js";

/**
 * @param {object} props
 * @param {State} props.state
 * @param {Actions} props.actions
 * @param {boolean} props.isWide whether the list of conversations stands beside the thread
 * @param {() => void} props.onMenu asks for that list
 */
export function Header({ state, actions, isWide, onMenu }) {
  const isSignedOut = state.line.value === "signed_out";
  return html`
    <header class="header">
      ${!isWide && !isSignedOut && html`
        <button type="button" class="round plain" aria-label="Conversations" onClick=${onMenu}>
          <${Icon} name="menu" />
        </button>
      `}
      <h1><${Icon} name="chat" /><span>Parley</span></h1>
      ${!isSignedOut && html`<${ModelPicker} state=${state} actions=${actions} />`}
      <${LineStatus} state=${state} />
      ${!isSignedOut && html`<${SettingsButton} actions=${actions} />`}
      ${!isWide && !isSignedOut && html`
        <button type="button" class="new-chat" title="New chat" onClick=${actions.newChat}>
          <${Icon} name="plus" /><span>New chat</span>
        </button>
      `}
    </header>
  `;
}
