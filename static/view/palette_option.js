/** @import { Item } from "../palette_items.js" */
import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { markedWords } from "./marked_words.js";

/** @type {Record<Item["group"], "command" | "chat" | "search" | "thought">} */
const ICONS = { Actions: "command", Conversations: "chat", "Said in": "search", Models: "thought" };

/**
 * One line of the palette. The field keeps the focus; a press here chooses all the same.
 * @param {object} props
 * @param {string} props.id
 * @param {Item} props.item
 * @param {boolean} props.isChosen
 * @param {() => void} props.onTake
 */
export function PaletteOption({ id, item, isChosen, onTake }) {
  return html`
    <div
      id=${id}
      class="option"
      role="option"
      aria-selected=${isChosen}
      onMouseDown=${(/** @type {MouseEvent} */ event) => event.preventDefault()}
      onClick=${onTake}
    >
      <${Icon} name=${ICONS[item.group]} />
      <span class="title" dir="auto">${withFit(item)}</span>
      ${item.hint && html`<span class="aside">${item.hint}</span>`}
      ${item.snippet && html`<span class="snippet" dir="auto">${markedWords(item.snippet)}</span>`}
    </div>
  `;
}

/** @param {Item} item */
function withFit({ title, at }) {
  if (!at || at.size === 0) return title;
  return [...title].map((one, index) => at.has(index) ? html`<b>${one}</b>` : one);
}
