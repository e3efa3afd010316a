/** What an answer that is not finished is doing, in plain words. */
/**
 * @import { Clock } from "../clock.js"
 * @import { Phase } from "../protocol.js"
 * @import { Doing as What } from "../state.js"
 */
import { html } from "htm/preact";
import { Elapsed } from "./elapsed.js";

/** @type {Record<Phase, (what: What) => string>} */
const WORDS = {
  queued: ({ position }) =>
    position === undefined
      ? "Waiting in the queue"
      : position <= 1
      ? "Waiting in the queue, next in line"
      : `Waiting in the queue, number ${position} in line`,
  loading: () => "Loading the model",
  busy: () => "Ollama is answering someone else",
  silent: () => "Ollama does not respond",
  reading: () => "Reading your message",
  thinking: () => "Thinking",
  writing: () => "Writing",
  unsaved: () => "This cannot be saved right now; it is tried again",
};

/**
 * @param {object} props
 * @param {What} [props.what] unknown until the server says
 * @param {string} props.otherwise
 * @param {Clock} props.clock
 */
export function Doing({ what, otherwise, clock }) {
  return html`
    <span class="doing">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <span>${what ? WORDS[what.phase](what) : otherwise}</span>
      ${what && html`<${Elapsed} key=${what.started} since=${what.started} clock=${clock} />`}
    </span>
  `;
}
