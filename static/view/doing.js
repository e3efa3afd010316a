/** What an answer that is not finished is doing, in plain words. */
/**
 * @import { Clock } from "../clock.js"
 * @import { Doing as What } from "../state.js"
 */
import { html } from "htm/preact";
import { phaseWords } from "../phase_words.js";
import { Elapsed } from "./elapsed.js";

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
      <span>${what ? phaseWords(what) : otherwise}</span>
      ${what && html`<${Elapsed} key=${what.started} since=${what.started} clock=${clock} />`}
    </span>
  `;
}
