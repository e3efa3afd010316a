/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { createLazyLibrary } from "../lazy_library.js";
import { addStyle } from "./lazy_style.js";

const undo = createLazyLibrary(async () => {
  const [{ Undo }] = await Promise.all([import("./undo.js"), addStyle("undo.css")]);
  return Undo;
}, { isEarly: true });

/**
 * What was just deleted, and the way back.
 * @param {{ state: State, actions: Actions }} props
 */
export function Toast(props) {
  return props.state.removals.value.length > 0 && undo.value &&
    html`<${undo.value} ...${props} />`;
}
