import { html } from "htm/preact";
import { markUnseen } from "../markdown/unseen.js";

/**
 * A piece of code in which hidden characters are seen.
 * @param {string} text
 */
export function withMarks(text) {
  return markUnseen(text).map((part) =>
    typeof part === "string"
      ? part
      : html`<span class="hidden-mark" title="A hidden character">${part.code}</span>`
  );
}
