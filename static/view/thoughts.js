import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { Text } from "./text.js";

/**
 * What the model thought before it answered, folded away from the answer.
 * @param {{ text: string, isThinking: boolean }} props
 */
export function Thoughts({ text, isThinking }) {
  return html`
    <details class="thinking">
      <summary>
        <${Icon} name="thought" />
        ${isThinking ? "Its thoughts so far" : "What it thought first"}
        <${Icon} name="chevron" />
      </summary>
      <${Text} text=${text} />
    </details>
  `;
}
