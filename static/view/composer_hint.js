/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../store.js"
 */
import { html } from "htm/preact";

/**
 * The line above the field: why Send is off, and what can be done instead.
 * @param {object} props
 * @param {State} props.state
 * @param {Actions} props.actions
 * @param {string} [props.fault] of the text itself
 * @param {() => void} [props.onLater] there is something that could go out later
 */
export function ComposerHint({ state, actions, fault, onLater }) {
  const line = state.line.value.state;
  const choosing = state.choosing.value;
  const isAway = state.wasOpen.value && (line === "waiting" || line === "connecting");
  return html`
    <div id="composer-hint" class="hint">
      ${fault && html`<p class="fault" role="alert">${fault}</p>`}
      ${!fault && choosing && html`<p>You can send as soon as ${choosing} is ready.</p>`}
      ${!fault && !choosing && isAway && html`
        <p>
          ${onLater
            ? "Not connected. What you write can go out when the line is back."
            : "Not connected. You can go on writing."}
        </p>
        ${onLater && html`
          <button type="button" class="quiet" onClick=${onLater}>Send later</button>
        `}
        <button type="button" class="quiet" onClick=${actions.wake}>Connect now</button>
      `}
    </div>
  `;
}
