/**
 * @import { RefObject } from "preact"
 * @import { ListLine } from "../api.js"
 * @import { Item } from "../palette_items.js"
 * @import { SheetProps } from "./sheets.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { paletteItems } from "../palette_items.js";
import { Icon } from "./icon.js";
import { Modal } from "./modal.js";
import { PaletteOption } from "./palette_option.js";
import { RenameField } from "./rename_field.js";

/** How long someone who types is left alone before the server is asked, in milliseconds. */
const PAUSE = 200;

/**
 * A field that leads to everything: what is typed finds conversations, models and what can be done.
 * The focus stays in it; the arrows choose among what is listed.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 * @param {SheetProps} props
 */
export function Palette({ state, actions, clock, onClose }) {
  const [query, setQuery] = useState("");
  const [chosen, choose] = useState(0);
  const [asking, setAsking] = useState(/** @type {Item | undefined} */ (undefined));
  const found = useFound(query, { actions, clock });
  /** @type {RefObject<HTMLElement | null>} */
  const list = useRef(null);
  const items = paletteItems({ state, actions, query, found });
  const at = Math.min(chosen, items.length - 1);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, items.length]);

  /** @param {number} index */
  function take(index) {
    const item = items[index];
    if (!item) return;
    if (item.asks) return setAsking(item);
    // Closing gives the focus back to where it was; what is done then may want it elsewhere.
    onClose();
    item.run();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.isComposing) return;
    /** @type {Partial<Record<string, () => void>>} */
    const keys = {
      ArrowDown: () => choose(at + 1 < items.length ? at + 1 : 0),
      ArrowUp: () => choose(at > 0 ? at - 1 : items.length - 1),
      PageDown: () => choose(Math.min(at + PAGE, items.length - 1)),
      PageUp: () => choose(Math.max(at - PAGE, 0)),
      Enter: () => take(at),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  if (asking?.asks === "title") {
    const { id, title } = state.conversation.value;
    const shown = state.list.value.lines.find((line) => line.id === id)?.title ?? title;
    return html`
      <${Modal} class="sheet palette" label=${asking.title} onClose=${onClose}>
        <div class="asked">
          <${Icon} name="edit" />
          <${RenameField}
            title=${shown}
            onDone=${(/** @type {string} */ wanted) => {
              onClose();
              asking.run(wanted);
            }}
          />
        </div>
        <//>
    `;
  }
  return html`
    <${Modal} class="sheet palette" label="Find anything" onClose=${onClose}>
      <div class="asked">
        <${Icon} name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Find a conversation, a model, an action"
          aria-autocomplete="list"
          aria-expanded=${items.length > 0}
          aria-controls="palette-list"
          aria-activedescendant=${items.length > 0 ? `option-${at}` : undefined}
          placeholder="A conversation, a model, an action…"
          autocomplete="off"
          spellcheck=${false}
          dir="auto"
          value=${query}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) => {
            setQuery(event.currentTarget.value);
            choose(0);
          }}
          onKeyDown=${onKeyDown}
        />
        <button type="button" class="round plain" aria-label="Close" onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </div>
      <div ref=${list} id="palette-list" class="options" role="listbox" aria-label="What was found">
        ${[...Map.groupBy(items, ({ group }) => group)].map(([group, members]) =>
          html`
            <div key=${group} role="group" aria-label=${group}>
              <p class="group" aria-hidden="true">${group}</p>
              ${members.map((item) => {
                const index = items.indexOf(item);
                return html`
                  <${PaletteOption}
                    key=${item.id}
                    id=${`option-${index}`}
                    item=${item}
                    isChosen=${index === at}
                    onTake=${() => take(index)}
                  />
                `;
              })}
            </div>
          `
        )}
      </div>
      <p class="none" role="status">${items.length === 0 ? `Nothing found for “${query}”.` : ""}</p>
      <//>
  `;
}

/** What PageUp and PageDown leap over. */
const PAGE = 5;

/**
 * What the server finds for a query, once nothing was typed for a moment.
 * @param {string} query
 * @param {Pick<SheetProps, "actions" | "clock">} options
 * @returns {readonly ListLine[]}
 */
function useFound(query, { actions, clock }) {
  const [found, setFound] = useState(/** @type {readonly ListLine[]} */ ([]));
  useEffect(() => {
    let isWanted = true;
    const callOff = clock.after(PAUSE, async () => {
      const lines = query.trim() === "" ? [] : await actions.lookFor(query);
      if (isWanted) setFound(lines);
    });
    return () => {
      isWanted = false;
      callOff();
    };
  }, [query]);
  return found;
}
