/** @import { NumberField as Field } from "../settings_fields.js" */
import { html } from "htm/preact";
import { Setting } from "./setting.js";

/**
 * A number that may be left out; then it is `otherwise`.
 * @param {Field & { value?: number | null, otherwise?: number | null }} props
 */
export function NumberField({ name, label, hint, min, max, step, value, otherwise }) {
  return html`
    <${Setting} name=${name} label=${label} hint=${hint}>
      <input
        id=${`set-${name}`}
        type="number"
        name=${name}
        min=${min}
        max=${max}
        step=${step}
        inputmode=${step === "any" ? "decimal" : "numeric"}
        placeholder=${otherwise ?? "Default"}
        aria-describedby=${`hint-${name}`}
        defaultValue=${value ?? ""}
      />
      <//>
  `;
}
