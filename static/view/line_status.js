/**
 * @import { LineState } from "../connection.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";

/** @type {Record<LineState, { look: string, words: string }>} */
const STATUS = {
  idle: { look: "amber", words: "Connecting" },
  connecting: { look: "amber", words: "Connecting" },
  open: { look: "green", words: "Connected" },
  waiting: { look: "red", words: "Disconnected" },
  signed_out: { look: "red", words: "Signed out" },
  outdated: { look: "red", words: "Out of date" },
};

/**
 * Whether the line to the server is open: a dot, and the word for it.
 * @param {{ state: State }} props
 */
export function LineStatus({ state }) {
  const line = state.line.value;
  const { look, words } = STATUS[line];
  const isAgain = line === "connecting" && state.isAgain.value;
  return html`
    <p class=${`status ${look}`}>
      <span class="dot" aria-hidden="true"></span>
      <span class="words">${isAgain ? "Reconnecting" : words}</span>
    </p>
  `;
}
