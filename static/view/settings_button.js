/** @import { Actions } from "../actions.js" */
import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * The way to the settings of the conversation that is shown.
 * @param {{ actions: Actions }} props
 */
export function SettingsButton({ actions }) {
  return html`
    <button
      type="button"
      class="round plain"
      aria-label="Settings"
      title="Settings of this conversation"
      aria-haspopup="dialog"
      onClick=${() => actions.openSheet("settings")}
    >
      <${Icon} name="settings" />
    </button>
  `;
}
