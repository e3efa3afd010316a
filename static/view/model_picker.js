/**
 * @import { Actions } from "../actions.js"
 * @import { Model } from "../api.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { createLazyLibrary } from "../lazy_library.js";
import { Icon } from "./icon.js";
import { addStyle } from "./lazy_style.js";
import { modelInForce } from "../model_in_force.js";

const asking = createLazyLibrary(async () => {
  const [{ PickerNote }] = await Promise.all([
    import("./picker_note.js"),
    addStyle("picker_note.css"),
  ]);
  return PickerNote;
}, { isEarly: true });

/**
 * The list of models; choosing one loads it. Keys on the closed list only browse, up to Enter or
 * until the focus leaves.
 * @param {{ state: State, actions: Actions }} props
 */
export function ModelPicker({ state, actions }) {
  const [browsed, browse] = useState(/** @type {string | undefined} */ (undefined));
  const [asked, ask] = useState(/** @type {Model | undefined} */ (undefined));
  const isKey = useRef(false);
  const models = state.catalogue.value?.models;
  const current = modelInForce(state);
  const choosing = state.choosing.value;
  const chosen = choosing ?? current;
  const isOff = !models || state.line.value !== "open";
  const isKnown = models?.some(({ name }) => name === chosen);
  const here = models?.filter(({ installed }) => installed) ?? [];
  const elsewhere = models?.filter(({ installed }) => !installed) ?? [];

  /** @param {string} [name] */
  function take(name) {
    browse(undefined);
    if (isOff || choosing || !name || name === chosen) return;
    const missing = elsewhere.find((model) => model.name === name);
    ask(missing);
    if (!missing) void actions.chooseModel(name);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // What a key on the closed list chooses is chosen before anything else happens.
    isKey.current = true;
    setTimeout(() => isKey.current = false);
    if (!browsed || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    take(event.key === "Enter" ? browsed : undefined);
  }

  return html`
    <span class="picker">
      <select
        aria-label="Model"
        title=${models?.find(({ name }) => name === chosen)?.description ?? "Model"}
        value=${browsed ?? chosen ?? ""}
        disabled=${isOff}
        aria-disabled=${choosing !== undefined}
        onKeyDown=${onKey}
        onKeyPress=${onKey}
        onBlur=${() => take(browsed)}
        onChange=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) => {
          const { value } = event.currentTarget;
          if (isKey.current && !choosing) return browse(value);
          // What is shown follows the state, not the click: it may yet fail.
          event.currentTarget.value = chosen ?? "";
          take(value);
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
      ${(browsed || asked) && !isOff && !choosing && asking.value && html`
        <${asking.value}
          browsed=${browsed}
          asked=${asked}
          onEnd=${ask}
          onDownload=${actions.chooseModel}
        />
      `}
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
