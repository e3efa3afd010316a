/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { ConversationLine } from "./conversation_line.js";
import { Icon } from "./icon.js";
import { memo } from "./memo.js";
import { MOD } from "./mod_key.js";
import { useMore } from "./use_more.js";
import { Toast } from "./toast.js";

/**
 * The conversations there are, newest first, and a field to look for words in them.
 * @param {{ state: State, actions: Actions, onLeave: () => void }} props `onLeave` is called when
 *   the person goes to a conversation
 */
function SidebarView({ state, actions, onLeave }) {
  /** @type {RefObject<HTMLElement | null>} */
  const scroller = useRef(null);
  /** @type {RefObject<HTMLElement | null>} */
  const end = useRef(null);
  const found = state.found.value;
  const { lines, isKnown } = state.list.value;
  const shown = found ? found.page?.conversations ?? [] : lines;
  useMore({ scroller, end, count: shown.length, onMore: actions.moreConversations });

  return html`
    <nav class="sidebar" aria-label="Conversations">
      <div class="top">
        <button
          type="button"
          class="new-chat"
          onClick=${() => {
            actions.newChat();
            onLeave();
          }}
        >
          <${Icon} name="plus" /><span>New chat</span>
        </button>
        <label class="search">
          <${Icon} name="search" />
          <input
            type="search"
            aria-label="Search"
            placeholder="Search"
            autocomplete="off"
            value=${state.query.value}
            onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) =>
              actions.search(event.currentTarget.value)}
            onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
              if (event.key !== "Escape" || state.query.value === "") return;
              event.preventDefault();
              actions.search("");
            }}
          />
        </label>
      </div>
      <div ref=${scroller} class="lines">
        <ul aria-label=${found ? "What was found" : "All conversations"}>
          ${shown.map((line, at) =>
            html`
              <${ConversationLine}
                key=${found ? at : line.id}
                line=${line}
                query=${found?.query}
                isShown=${line.id === state.shown.value}
                isOnline=${state.line.value === "open"}
                actions=${actions}
                onLeave=${onLeave}
              />
            `
          )}
        </ul>
        <p class="none" role="status">${remark({ found, isEmpty: shown.length === 0, isKnown })}</p>
        <div ref=${end} class="end"></div>
      </div>
      <${Toast} state=${state} actions=${actions} />
      <div class="tools">
        <button
          type="button"
          class="tool"
          aria-haspopup="dialog"
          title=${`Find anything (${MOD}+K)`}
          onClick=${() => actions.openSheet("palette")}
        >
          <${Icon} name="command" /><span>Commands</span>
        </button>
        <button
          type="button"
          class="tool"
          aria-haspopup="dialog"
          title="Export and import"
          onClick=${() => actions.openSheet("archive")}
        >
          <${Icon} name="save" /><span>Export</span>
        </button>
        <button
          type="button"
          class="tool keys-only"
          aria-haspopup="dialog"
          title="Keyboard shortcuts (?)"
          onClick=${() => actions.openSheet("shortcuts")}
        >
          <${Icon} name="keyboard" /><span>Keys</span>
        </button>
      </div>
    </nav>
  `;
}

/**
 * What is said where there is nothing to show.
 * @param {{ found: State["found"]["value"], isEmpty: boolean, isKnown: boolean }} options
 */
function remark({ found, isEmpty, isKnown }) {
  if (!isEmpty) return "";
  if (!found) return isKnown ? "Your conversations will be listed here." : "";
  return found.page
    ? `Nothing found for “${found.query.trim()}”.`
    : "The search could not be made.";
}

export const Sidebar = memo(SidebarView);
