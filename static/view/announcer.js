/**
 * @import { ReadonlySignal } from "@preact/signals-core"
 * @import { Line } from "../speech.js"
 */
import { html } from "htm/preact";

/**
 * What a screen reader is told, a whole sentence at a time. Nobody sees it.
 * @param {{ lines: ReadonlySignal<readonly Line[]> }} props
 */
export function Announcer({ lines }) {
  return html`
    <div class="unseen" role="status" aria-live="polite" aria-atomic="false" aria-label="News">
      ${lines.value.map(({ id, text }) => html`<p key=${id}>${text}</p>`)}
    </div>
  `;
}
