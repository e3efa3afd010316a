/**
 * @import { Actions } from "../actions.js"
 * @import { Model } from "../api.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { modelInForce } from "../model_in_force.js";

/**
 * The list of models; choosing one loads it.
 * @param {{ state: State, actions: Actions }} props
 */
export function ModelPicker({ state, actions }) {
  const models = state.catalogue.value?.models;
  const current = modelInForce(state);
  const choosing = state.choosing.value;
  const chosen = choosing ?? current;
  const isKnown = models?.some(({ name }) => name === chosen);
  const here = models?.filter(({ installed }) => installed) ?? [];
  const elsewhere = models?.filter(({ installed }) => !installed) ?? [];
  return html`
    <span class="picker">
      <select
        aria-label="Model"
        title=${models?.find(({ name }) => name === chosen)?.description ?? "Model"}
        value=${chosen ?? ""}
        disabled=${!models || choosing !== undefined || state.line.value !== "open"}
        onChange=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) => {
          const { value } = event.currentTarget;
          // What is shown follows the state, not the click: it may yet fail.
          event.currentTarget.value = chosen ?? "";
          void actions.chooseModel(value);
        }}
      >
        ${!models && !current && html`<option value="">Models…</option>`}
        ${chosen && !isKnown && html`<option value=${chosen}>${chosen}</option>`}
        ${here.length > 0 && html`
          <optgroup label="Installed">${here.map(optionOf)}</optgroup>
        `}
        ${elsewhere.length > 0 && html`
          <optgroup label="To download">${elsewhere.map(optionOf)}</optgroup>
        `}
      </select>
      <${Icon} name="expand" />
    </span>
  `;
}

/** @param {Model} model */
function optionOf({ name, size, description }) {
  return html`
    <option key=${name} value=${name} title=${description}>
      ${size ? `${name} (${size})` : name}
    </option>
  `;
}
