/** @import { ComponentChildren } from "preact" */
import { html } from "htm/preact";

/**
 * One setting: its name, the field that is handed in, which has the id `set-NAME`, and a hint.
 * @param {object} props
 * @param {string} props.name
 * @param {string} props.label
 * @param {string} [props.hint] the field is described by `hint-NAME`
 * @param {boolean} [props.isWide]
 * @param {ComponentChildren} [props.children]
 */
export function Setting({ name, label, hint, isWide = false, children }) {
  return html`
    <div class=${isWide ? "setting wide" : "setting"}>
      <label for=${`set-${name}`}>${label}</label>
      ${children} ${hint && html`<small id=${`hint-${name}`}>${hint}</small>`}
    </div>
  `;
}
