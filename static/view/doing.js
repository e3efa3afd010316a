/**
 * What an answer that is not finished is doing, in plain words.
 *
 * @import { Clock } from "../clock.js"
 * @import { Doing as What } from "../state.js"
 */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { phaseWords } from "../phase_words.js";
import { Elapsed } from "./elapsed.js";

/**
 * @param {object} props
 * @param {What} [props.what] unknown until the server says
 * @param {string} props.otherwise
 * @param {boolean} props.isOnline without a line nobody knows, and nothing moves
 * @param {Clock} props.clock
 */
export function Doing({ what, otherwise, isOnline, clock }) {
  // It is drawn whenever something comes.
  const heard = useRef(new Date());
  if (isOnline) heard.current = new Date();
  else {
    return html`
      <span>Not connected, last heard at ${heard.current.toLocaleTimeString()}</span>
    `;
  }
  return html`
    <span class="doing">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <span>${what ? phaseWords(what) : otherwise}</span>
      ${what && html`<${Elapsed} key=${what.started} since=${what.started} clock=${clock} />`}
    </span>
  `;
}
