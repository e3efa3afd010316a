/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { modelInForce } from "./model_in_force.js";

const PROMPTS = [
  { title: "Explain", text: "Explain how a bicycle stays upright, in five sentences." },
  { title: "Write", text: "Write a friendly note that puts off a meeting to next week." },
  { title: "Plan", text: "Plan three simple dinners that share their ingredients." },
];

/**
 * What is shown before the first message.
 * @param {{ state: State, actions: Actions }} props
 */
export function EmptyState({ state, actions }) {
  const model = modelInForce(state);
  /** @param {string} text */
  const tryOut = (text) => {
    actions.setDraft(text);
    document.getElementById("message")?.focus();
  };
  return html`
    <section class="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">What would you like to know?</h2>
      <p>A chat with the models of your own Ollama.</p>
      ${model && html`<p class="model">Answers come from <strong>${model}</strong>.</p>`}
      <ul class="prompts" aria-label="Prompts to try">
        ${PROMPTS.map(({ title, text }) =>
          html`
            <li key=${title}>
              <button type="button" onClick=${() => tryOut(text)}>
                <strong>${title}</strong>
                <span>${text}</span>
              </button>
            </li>
          `
        )}
      </ul>
    </section>
  `;
}
