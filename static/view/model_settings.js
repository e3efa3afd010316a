/**
 * @import { ModelChanges, ModelSettings } from "../../server/ollama/model_settings.ts"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useLayoutEffect } from "preact/hooks";
import { NumberField } from "./number_field.js";
import { Setting } from "./setting.js";

/** How long a model stays in memory, and how that is said. */
const KEEP = [
  ["", "Default"],
  ["0", "Not at all"],
  ["5m", "5 minutes"],
  ["30m", "30 minutes"],
  ["2h", "2 hours"],
  ["24h", "A day"],
  ["-1", "Until Ollama stops"],
];

/**
 * What holds for a model wherever it is used; it comes once it is known.
 * @param {object} props
 * @param {State} props.state
 * @param {Actions} props.actions
 * @param {string | undefined} props.model
 * @param {{ model: string, changes: ModelChanges }} [props.unsaved] what was written before
 */
export function ModelSettingsFields({ state, actions, model, unsaved }) {
  // Not `useEffect`: its end comes after the next opening may have shown what held before.
  useLayoutEffect(() => {
    if (model) void actions.learnModel(model);
    return actions.forgetModel;
  }, [model]);
  const known = state.ofModel.value;
  if (!model || known?.model !== model) return null;
  const { defaults } = known;
  const chosen = { ...known.chosen, ...(unsaved?.model === model ? unsaved.changes : {}) };
  return html`
    <fieldset class="of-model" key=${model}>
      <legend>Of the model ${model}, for all conversations</legend>
      <${NumberField}
        name="num_ctx"
        label="Window"
        hint="in tokens: what the model sees at once. More needs more memory."
        min=${256}
        max=${100_000_000}
        step=${1}
        value=${chosen.num_ctx}
        otherwise=${defaults.num_ctx}
      />
      <${Setting} name="keep_alive" label="Stays loaded" hint="after its last answer">
        <select id="set-keep_alive" name="keep_alive" aria-describedby="hint-keep_alive">
          ${choices(chosen).map(([value, words]) =>
            html`<option key=${value} value=${value} selected=${
              value === keepOf(chosen)
            }>${words}</option>`
          )}
        </select>
        <//>
        </fieldset>
  `;
}

/** @param {ModelSettings | ModelChanges} chosen */
function keepOf({ keep_alive }) {
  return String(keep_alive ?? "");
}

/**
 * What is offered, and what was chosen in another way.
 * @param {ModelSettings | ModelChanges} chosen
 */
function choices(chosen) {
  const value = keepOf(chosen);
  return KEEP.some(([offered]) => offered === value) ? KEEP : [...KEEP, [value, value]];
}
