/** @import { QuotedFile as Quoted } from "../quoted_files.js" */
import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { withMarks } from "./with_marks.js";

/**
 * A file that went along with a message, folded.
 * @param {Quoted} props
 */
export function QuotedFile({ name, size, text }) {
  return html`
    <details class="quoted">
      <summary>
        <${Icon} name="file" />
        <span class="name"><bdi>${name}</bdi></span>
        <span class="size">${size}</span>
        <${Icon} name="chevron" />
      </summary>
      <pre dir="ltr" role="group" tabindex="0" aria-label=${name}><code>${withMarks(
        text,
      )}</code></pre>
    </details>
  `;
}
