/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { Icon } from "./icon.js";

/**
 * What can be downloaded, where Ollama has no model yet.
 * @param {{ state: State, actions: Actions }} props
 */
export function NoModel({ state, actions }) {
  const models = state.catalogue.value?.models ?? [];
  const isBusy = state.choosing.value !== undefined || state.loading.value.size > 0;
  return html`
    <section class="empty missing" aria-labelledby="empty-title">
      <h2 id="empty-title">Which model shall answer?</h2>
      <p>Ollama is there, and has no model yet. Download one: it happens once, and runs here.</p>
      <ul class="offers" aria-label="Models to download">
        ${models.map(({ name, size, description }) => {
          const isMine = name === state.choosing.value || state.loading.value.has(name);
          const word = isMine ? "Downloading" : "Download";
          return html`
            <li key=${name}>
              <span class="about">
                <strong>${name}</strong>
                <span>${description}</span>
              </span>
              <span class="size">${size}</span>
              <button
                type="button"
                class="quiet"
                aria-label=${`${word} ${name}`}
                aria-disabled=${isBusy}
                onClick=${() => !isBusy && void actions.chooseModel(name)}
              >
                <${Icon} name="save" /> ${word}
              </button>
            </li>
          `;
        })}
      </ul>
    </section>
  `;
}
