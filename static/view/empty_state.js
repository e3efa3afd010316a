/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { createLazyLibrary } from "../lazy_library.js";
import { FirstVisit } from "./first_visit.js";
import { addStyle } from "./lazy_style.js";
import { modelInForce } from "../model_in_force.js";

/** What is seldom missing comes when it is missed. */
const MISSING = createLazyLibrary(async () => {
  const [{ NoOllama }, { NoModel }] = await Promise.all([
    import("./no_ollama.js"),
    import("./no_model.js"),
    addStyle("missing.css"),
  ]);
  return { NoOllama, NoModel };
});

/**
 * What is shown before the first message: how to begin, or what is missing for it.
 * @param {{ state: State, actions: Actions }} props
 */
export function EmptyState({ state, actions }) {
  const ollama = state.ollama.value;
  const missing = ollama && MISSING.value;
  if (!ollama || !missing) {
    return html`<${FirstVisit} model=${modelInForce(state)} actions=${actions} />`;
  }
  return ollama.isReachable
    ? html`<${missing.NoModel} state=${state} actions=${actions} />`
    : html`<${missing.NoOllama} address=${ollama.address} actions=${actions} />`;
}
