import { html } from "htm/preact";
import { createLazyLibrary } from "../lazy_library.js";
import { addStyle } from "./lazy_style.js";

const thoughts = createLazyLibrary(async () => {
  const [{ Thoughts }] = await Promise.all([import("./thoughts.js"), addStyle("thoughts.css")]);
  return Thoughts;
}, { isEarly: true });

/**
 * What the model thought before it answered, if it did.
 * @param {{ text: string, isThinking: boolean }} props
 */
export function Thinking(props) {
  return props.text !== "" && thoughts.value && html`<${thoughts.value} ...${props} />`;
}
