/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { LIMITS } from "../protocol.js";
import { changedModel, changedSettings, NUMBERS } from "../settings_fields.js";
import { Icon } from "./icon.js";
import { Modal } from "./modal.js";
import { ModelSettingsFields } from "./model_settings.js";
import { NumberField } from "./number_field.js";
import { Setting } from "./setting.js";
import { keepUnsaved, unsavedOf } from "./unsaved_settings.js";

/**
 * How answers are made in the conversation that is shown. What is not written there is the
 * server's default. Who leaves it finds what was changed when it is opened again, until that is
 * saved or cancelled.
 * @param {{ state: State, actions: Actions, onClose: () => void }} props
 */
export function SettingsDialog({ state, actions, onClose }) {
  // What held when it was opened: a change from elsewhere does not write into someone's form.
  const [held] = useState(() => {
    const { settings, model } = state.conversation.value;
    return { ...settings, ...(model ? { model } : {}) };
  });
  const [id] = useState(state.shown.value);
  const [unsaved] = useState(() => unsavedOf(id, held));
  const shown = { ...held, ...unsaved?.changes };
  const [model, setModel] = useState(shown.model ?? "");
  /** @type {RefObject<HTMLFormElement | null>} */
  const written = useRef(null);
  const saving = state.saving.value;
  const isSent = saving?.state === "sent";
  const defaults = state.defaults.value;
  useEffect(() => {
    void actions.learnDefaults();
    return actions.forgetSaving;
  }, []);
  useEffect(() => {
    if (saving?.state === "saved") cancel();
  }, [saving]);

  const catalogue = state.catalogue.value;
  const names = new Set(
    [held.model ?? "", shown.model ?? "", ...(catalogue?.models ?? []).map(({ name }) => name)]
      .filter((name) => name !== ""),
  );

  /** @param {HTMLFormElement} from */
  function read(from) {
    const form = new FormData(from);
    const known = state.ofModel.value;
    const changes = known && changedModel(form, known.chosen);
    return {
      changes: changedSettings(form, held),
      ofModel: known && changes && { model: known.model, changes },
    };
  }

  /** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
  function save(event) {
    event.preventDefault();
    const { changes, ofModel } = read(event.currentTarget);
    void actions.saveSettings(changes, ofModel);
  }

  function leave() {
    if (written.current) keepUnsaved(id, read(written.current));
    onClose();
  }

  function cancel() {
    keepUnsaved(id, undefined);
    onClose();
  }

  return html`
    <${Modal} class="sheet settings" label="Settings of this conversation" onClose=${leave}>
      <form ref=${written} onSubmit=${save}>
        <div class="head">
          <h2>Settings of this conversation</h2>
          <button type="button" class="round plain" aria-label="Close" onClick=${leave}>
            <${Icon} name="close" />
          </button>
        </div>
        <div class="fields">
          ${unsaved && html`
            <p class="help" role="status"><strong>What you changed here is not saved yet.</strong></p>
          `}
          <p
            class="help">They hold from the next answer on. An empty field is the default, which it shows.</p>
          <${Setting} name="model" label="Model" isWide>
            <select
              id="set-model"
              name="model"
              onChange=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) =>
                setModel(event.currentTarget.value)}
            >
              <option value="" selected=${!shown.model}>
                Default${catalogue ? ` (${catalogue.current})` : ""}
              </option>
              ${[...names].map((name) => option(name, { isChosen: name === shown.model }))}
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
              defaultValue=${shown.system ?? ""}
            ></textarea>
          <//>
          ${NUMBERS.map((field) =>
            html`
              <${NumberField}
                key=${field.name}
                ...${field}
                value=${shown[field.name]}
                otherwise=${defaults?.[field.name]}
              />
            `
          )}
          <${Setting} name="think" label="Thinking" hint="for models that can">
            <select id="set-think" name="think" aria-describedby="hint-think">
              ${THINKING.map(([value, words]) =>
                option(value, { words, isChosen: value === thinkOf(shown) })
              )}
            </select>
          <//>
          <${ModelSettingsFields}
            state=${state}
            actions=${actions}
            model=${model || catalogue?.current}
            unsaved=${unsaved?.ofModel}
          />
        </div>
        <div class="ends">
          <p class="fault" role="alert">${saving?.state === "refused" ? saving.message : ""}</p>
          <button type="button" class="quiet" onClick=${cancel}>Cancel</button>
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
