/** @import { Item } from "../outbox.js" */
import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * Asks the model for more, or says that this is under way.
 * @param {object} props
 * @param {Item} [props.item] the request, where it was made and is not accepted yet
 * @param {boolean} props.isOnline
 * @param {"retry" | "onward"} props.icon
 * @param {string} props.words
 * @param {() => void} props.onClick
 */
export function AskAgain({ item, isOnline, icon, words, onClick }) {
  const remark = item?.refusal?.message ?? (isOnline ? "Asking…" : "Waiting to send");
  return html`
    ${item && html`<span class="unsent-note"><${Icon} name="clock" />${remark}</span>`}
    ${(!item || item.state === "refused") && html`
      <button type="button" class="quiet" onClick=${onClick}>
        <${Icon} name=${icon} /> ${words}
      </button>
    `}
  `;
}
