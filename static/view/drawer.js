/** @import { ComponentChildren } from "preact" */
import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { Modal } from "./modal.js";

/**
 * The list of conversations where it has no room of its own. Who hears the page, or has no keys,
 * finds a button that closes it.
 * @param {{ onClose: () => void, children?: ComponentChildren }} props
 */
export function Drawer({ onClose, children }) {
  return html`
    <${Modal} class="drawer" label="Conversations" onClose=${onClose}>
      <button type="button" class="round plain" aria-label="Close" onClick=${onClose}>
        <${Icon} name="close" />
      </button>
      ${children}
      <//>
  `;
}
