/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { LIMITS } from "../protocol.js";
import { changedModel, changedSettings, NUMBERS } from "../settings_fields.js";
import { Icon } from "./icon.js";
import { Modal } from "./modal.js";
import { ModelSettingsFields } from "./model_settings.js";
import { NumberField } from "./number_field.js";
import { Setting } from "./setting.js";

/**
 * How answers are made in the conversation that is shown. What is not written there is the
 * server's default.
 * @param {{ state: State, actions: Actions, onClose: () => void }} props
 */
export function SettingsDialog({ state, actions, onClose }) {
  // What held when it was opened: a change from elsewhere does not write into someone's form.
  const [held] = useState(() => {
    const { settings, model } = state.conversation.value;
    return { ...settings, ...(model ? { model } : {}) };
  });
  const [model, setModel] = useState(held.model ?? "");
  const saving = state.saving.value;
  const isSent = saving?.state === "sent";
  const defaults = state.defaults.value;
  useEffect(() => {
    void actions.learnDefaults();
    return actions.forgetSaving;
  }, []);
  useEffect(() => {
    if (saving?.state === "saved") onClose();
  }, [saving]);

  const catalogue = state.catalogue.value;
  const names = new Set(
    [held.model ?? "", ...(catalogue?.models ?? []).map(({ name }) => name)]
      .filter((name) => name !== ""),
  );

  /** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
  function save(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const known = state.ofModel.value;
    const changes = known && changedModel(form, known.chosen);
    void actions.saveSettings(
      changedSettings(form, held),
      changes && { model: known.model, changes },
    );
  }

  return html`
    <${Modal} class="sheet settings" label="Settings of this conversation" onClose=${onClose}>
      <form onSubmit=${save}>
        <div class="head">
          <h2>Settings of this conversation</h2>
          <button type="button" class="round plain" aria-label="Close" onClick=${onClose}>
            <${Icon} name="close" />
          </button>
        </div>
        <div class="fields">
          <p
            class="help">They hold from the next answer on. An empty field is the default, which it shows.</p>
          <${Setting} name="model" label="Model" isWide>
            <select
              id="set-model"
              name="model"
              onChange=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) =>
                setModel(event.currentTarget.value)}
            >
              <option value="" selected=${!held.model}>
                Default${catalogue ? ` (${catalogue.current})` : ""}
              </option>
              ${[...names].map((name) => option(name, { isChosen: name === held.model }))}
            </select>
            <//>
            <${Setting} name="system" label="System prompt" isWide>
            <textarea
              id="set-system"
              name="system"
              rows="4"
              dir="auto"
              maxlength=${LIMITS.systemChars}
              placeholder=${defaults?.system ?? "Default"}
              defaultValue=${held.system ?? ""}
            ></textarea>
          <//>
          ${NUMBERS.map((field) =>
            html`
              <${NumberField}
                key=${field.name}
                ...${field}
                value=${held[field.name]}
                otherwise=${defaults?.[field.name]}
              />
            `
          )}
          <${Setting} name="think" label="Thinking" hint="for models that can">
            <select id="set-think" name="think" aria-describedby="hint-think">
              ${THINKING.map(([value, words]) =>
                option(value, { words, isChosen: value === thinkOf(held) })
              )}
            </select>
          <//>
          <${ModelSettingsFields}
            state=${state}
            actions=${actions}
            model=${model || catalogue?.current}
          />
        </div>
        <div class="ends">
          <p class="fault" role="alert">${saving?.state === "refused" ? saving.message : ""}</p>
          <button type="button" class="quiet" onClick=${onClose}>Cancel</button>
          <button type="submit" class="primary" disabled=${isSent}>Save</button>
        </div>
      </form>
      <//>
  `;
}

/**
 * @param {string} value
 * @param {{ words?: string, isChosen: boolean }} options
 */
function option(value, { words = value, isChosen }) {
  return html`<option key=${value} value=${value} selected=${isChosen}>${words}</option>`;
}

/** What can be chosen of it, and how that is said. */
const THINKING = [["", "Default"], ["on", "On"], ["off", "Off"]];

/** @param {{ think?: boolean | null }} held */
function thinkOf({ think }) {
  if (think === true) return "on";
  return think === false ? "off" : "";
}
