/**
 * @import { Actions } from "../actions.js"
 */
import { html } from "htm/preact";

const PROMPTS = [
  { title: "Explain", text: "Explain how a bicycle stays upright, in five sentences." },
  { title: "Write", text: "Write a friendly note that puts off a meeting to next week." },
  { title: "Plan", text: "Plan three simple dinners that share their ingredients." },
];

/**
 * What this is, which model answers, and three prompts to try.
 * @param {{ model?: string, actions: Actions }} props
 */
export function FirstVisit({ model, actions }) {
  /** @param {string} text */
  const tryOut = (text) => {
    actions.setDraft(text);
    document.getElementById("message")?.focus();
  };
  return html`
    <section class="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">What would you like to know?</h2>
      <p>Parley is a chat with your own Ollama. What is said here is kept on your server.</p>
      ${model && html`
        <p class="model">
          Answers come from <strong>${model}</strong>.${" "}
          <button type="button" class="link" onClick=${pickModel}>Pick another model</button>
        </p>
      `}
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

/** Leads to the list of models in the header, and opens it where the browser lets a page do so. */
function pickModel() {
  const list = document.querySelector(".picker select");
  if (!(list instanceof HTMLSelectElement)) return;
  list.focus();
  try {
    list.showPicker();
  } catch (error) {
    console.info("The list of models does not open by itself", error);
  }
}
