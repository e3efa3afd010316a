/** The words of a message. */
import { html } from "htm/preact";
import { memo } from "./memo.js";

/**
 * Plain text as it was written: each paragraph finds its own direction, and one that has not
 * changed is not drawn again while the last one grows.
 * @param {{ text: string }} props
 */
export function Text({ text }) {
  return html`
    <div class="text">
      ${text.split(/\n{2,}/).map((paragraph, at) =>
        html`<${Paragraph} key=${at} text=${paragraph} />`
      )}
    </div>
  `;
}

const Paragraph = memo(
  /** @param {{ text: string }} props */ ({ text }) => html`<p dir="auto">${text}</p>`,
);
