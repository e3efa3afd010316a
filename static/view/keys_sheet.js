/** @import { SheetProps } from "./sheets.js" */
import { html } from "htm/preact";
import { SHORTCUTS } from "../shortcuts.js";
import { Icon } from "./icon.js";
import { MOD } from "./mod_key.js";
import { Modal } from "./modal.js";

/** @typedef {{ words: string, keys: readonly (readonly string[])[] }} Line */

/** @param {keyof typeof SHORTCUTS} name */
function keysOf(name) {
  return SHORTCUTS[name].map(({ key, mod, shift }) => [
    ...(mod ? [MOD] : []),
    ...(shift ? ["Shift"] : []),
    key.toUpperCase(),
  ]);
}

/** @type {readonly { title: string, lines: readonly Line[] }[]} */
const PARTS = [
  {
    title: "Anywhere",
    lines: [
      { words: "Find a conversation, a model, an action", keys: keysOf("palette") },
      { words: "New chat", keys: keysOf("newChat") },
      { words: "Search in all conversations", keys: keysOf("search") },
      { words: "Close what is open, stop the answer, back to the field", keys: [["Esc"]] },
      { words: "These shortcuts", keys: keysOf("shortcuts") },
    ],
  },
  {
    title: "While you write",
    lines: [
      { words: "Send", keys: [["Enter"]] },
      { words: "New line", keys: [["Shift", "Enter"]] },
      { words: "Edit your last message, in an empty field", keys: [["↑"]] },
    ],
  },
];

/**
 * Every key that does something, in one place.
 * @param {SheetProps} props
 */
export function KeysSheet({ onClose }) {
  return html`
    <${Modal} class="sheet keys-sheet" label="Keyboard shortcuts" onClose=${onClose}>
      <div class="head">
        <h2>Keyboard shortcuts</h2>
        <button type="button" class="round plain" aria-label="Close" onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </div>
      <div class="parts">
        ${PARTS.map(({ title, lines }) =>
          html`
            <section key=${title} aria-label=${title}>
              <h3>${title}</h3>
              <dl>${lines.map(lineView)}</dl>
            </section>
          `
        )}
      </div>
      <//>
  `;
}

/** @param {Line} line */
function lineView({ words, keys }) {
  return html`
    <div key=${words}>
      <dt>${words}</dt>
      <dd>
        ${keys.map((one, index) =>
          html`
            ${index > 0 && html`<span class="or">or</span>`}
            <span class="combination">${one.map((key) => html`<kbd key=${key}>${key}</kbd>`)}</span>
          `
        )}
      </dd>
    </div>
  `;
}
