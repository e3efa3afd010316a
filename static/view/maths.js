import { html } from "htm/preact";

/**
 * A formula, as it was written.
 * @param {{ tex: string, source?: string, isBlock?: boolean }} props
 */
export function Maths({ tex, source = tex, isBlock = false }) {
  return html`<code class=${isBlock ? "maths block" : "maths"} dir="ltr">${source}</code>`;
}
