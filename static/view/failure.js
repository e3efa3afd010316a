/**
 * @import { ComponentChildren } from "preact"
 * @import { ErrorCode } from "../protocol.js"
 */
import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * What happened, in two or three words; the server's own message says the rest.
 * @type {Record<ErrorCode, string>}
 */
const TITLES = {
  unavailable: "Ollama is not there",
  model_missing: "The model is not installed",
  model_busy: "The model is busy",
  timeout: "No answer in time",
  interrupted: "The answer was interrupted",
  repeating: "The model was repeating itself",
  restarted: "The server was restarted",
  context: "Too long for this model",
  upstream: "Ollama could not answer",
  bad_reply: "Ollama's reply made no sense",
  no_vision: "This model cannot see",
  storage: "The answer could not be saved",
};

/**
 * An answer that failed: why, and what to do next.
 * @param {object} props
 * @param {{ code: ErrorCode, message: string }} props.error
 * @param {string} [props.model]
 * @param {(model: string) => void} props.onPull
 * @param {ComponentChildren} [props.children] other ways on
 */
export function Failure({ error: { code, message }, model, onPull, children }) {
  return html`
    <div class="message error" role="group" aria-label="Error">
      <p class="headline"><${Icon} name="alert" /><strong>${TITLES[code] ??
        "It failed"}</strong></p>
      <p class="words" dir="auto">${message}</p>
      <div class="ways">
        ${code === "model_missing" && model && html`
          <button type="button" class="quiet" onClick=${() => onPull(model)}>
            <${Icon} name="down" /> Download ${model}
          </button>
        `}
        ${children}
      </div>
    </div>
  `;
}
