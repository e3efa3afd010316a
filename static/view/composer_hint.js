/**
 * @import { ComponentChildren } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";

/**
 * The line below the field: how to send, or why that is not possible now and what is instead.
 * @param {object} props
 * @param {State} props.state
 * @param {Actions} props.actions
 * @param {string} [props.fault] of the text itself
 * @param {() => void} [props.onLater] there is something that could go out later
 */
export function ComposerHint({ state, actions, fault, onLater }) {
  const line = state.line.value;
  const choosing = state.choosing.value;
  const isAway = line === "waiting" || (line === "connecting" && state.isAgain.value);
  if (fault) return hint(html`<p class="fault" role="alert">${fault}</p>`);
  if (choosing) return hint(html`<p>You can send as soon as ${choosing} is ready.</p>`);
  if (!isAway) return hint(html`<p class="keys">Enter sends, Shift+Enter makes a new line</p>`);
  return hint(html`
    <p>Not connected.</p>
    ${onLater && html`
      <button type="button" class="link" onClick=${onLater}>Send later</button>
    `}
    <button type="button" class="link" onClick=${actions.wake}>Connect now</button>
  `);
}

/** @param {ComponentChildren} words */
function hint(words) {
  return html`<div id="composer-hint" class="hint">${words}</div>`;
}
