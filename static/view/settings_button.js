/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useCallback, useState } from "preact/hooks";
import { createLazyLibrary } from "../lazy_library.js";
import { Icon } from "./icon.js";

/** The form comes when it is first asked for. */
const form = createLazyLibrary(() => import("./settings_dialog.js"));

/**
 * The way to the settings of the conversation that is shown.
 * @param {{ state: State, actions: Actions }} props
 */
export function SettingsButton({ state, actions }) {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const dialog = isOpen ? form.value : undefined;
  return html`
    <button
      type="button"
      class="round plain"
      aria-label="Settings"
      title="Settings of this conversation"
      aria-haspopup="dialog"
      onClick=${() => setOpen(true)}
    >
      <${Icon} name="settings" />
    </button>
    ${dialog && html`
      <${dialog.SettingsDialog} state=${state} actions=${actions} onClose=${close} />
    `}
  `;
}
