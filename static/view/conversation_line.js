/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { ListLine } from "../api.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { createLazyLibrary } from "../lazy_library.js";
import { Icon } from "./icon.js";
import { addStyle } from "./lazy_style.js";
import { memo } from "./memo.js";
import { markedWords } from "./marked_words.js";

/** What can be done with it comes when that is asked for. */
const tools = createLazyLibrary(async () => {
  const [{ LineMenu }, { RenameField }] = await Promise.all([
    import("./line_menu.js"),
    import("./rename_field.js"),
    addStyle("line_menu.css"),
  ]);
  return { LineMenu, RenameField };
}, { isEarly: true });

/**
 * One conversation of the list: the way to it, and what else can be done with it.
 * @param {object} props
 * @param {ListLine} props.line
 * @param {string} [props.query] what was looked for, where this was found
 * @param {boolean} props.isShown
 * @param {boolean} props.isOnline
 * @param {Actions} props.actions
 * @param {() => void} props.onLeave
 */
function ConversationLineView({ line, query, isShown, isOnline, actions, onLeave }) {
  const { id, title, running, snippet, message } = line;
  /** @type {RefObject<HTMLLIElement | null>} */
  const item = useRef(null);
  const [mode, setMode] = useState(/** @type {"plain" | "menu" | "rename"} */ ("plain"));
  const former = useRef(mode);
  const name = title || "Untitled";

  useEffect(() => {
    if (mode === "plain" && former.current === "rename") focusIn(item.current);
    former.current = mode;
  }, [mode]);

  function leave() {
    if (message && query) actions.seek({ conversation: id, message, words: query });
    onLeave();
  }

  function remove() {
    focusIn(item.current?.nextElementSibling ?? item.current?.previousElementSibling);
    actions.remove(id);
  }

  const loaded = mode === "plain" ? undefined : tools.value;
  if (mode === "rename" && loaded) {
    return html`
      <li ref=${item} class="line">
        <${loaded.RenameField}
          title=${title}
          onDone=${(/** @type {string} */ wanted) => {
            actions.rename(id, wanted);
            setMode("plain");
          }}
        />
      </li>
    `;
  }
  return html`
    <li
      ref=${item}
      class=${`line ${mode}`}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || mode !== "menu") return;
        event.preventDefault();
        setMode("plain");
        item.current?.querySelector("button")?.focus();
      }}
    >
      <div class="way">
        <a href=${`#/c/${id}`} aria-current=${isShown ? "page" : undefined} onClick=${leave}>
          <span class="name" dir="auto">${name}</span>
          ${running && html`
            <span class="running"><span class="unseen">, answering</span></span>
          `}
          ${snippet && html`<span class="snippet" dir="auto">${markedWords(snippet)}</span>`}
        </a>
        <button
          type="button"
          class="more"
          aria-label=${`More for ${name}`}
          aria-expanded=${mode === "menu"}
          onClick=${() => setMode(mode === "menu" ? "plain" : "menu")}
        >
          <${Icon} name="more" />
        </button>
      </div>
      ${mode === "menu" && loaded && html`
        <${loaded.LineMenu}
          id=${id}
          isOnline=${isOnline}
          onRename=${() => setMode("rename")}
          onRemove=${remove}
        />
      `}
    </li>
  `;
}

/** @param {Element | null | undefined} line */
function focusIn(line) {
  line?.querySelector("a")?.focus();
}

export const ConversationLine = memo(ConversationLineView);
