/**
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { useEffect } from "preact/hooks";
import { shortcutOf } from "../shortcuts.js";
import { focusHome } from "./focus_home.js";

/**
 * Listens for the keys that mean something everywhere. Esc comes here last: what is nearer to it,
 * such as a menu, a search or an edit, has then not taken it for itself. It stops the answer that
 * runs; where none does, it leads back to the field.
 * @param {{ state: State, actions: Actions, onSearch: () => void }} options
 */
export function useShortcuts({ state, actions, onSearch }) {
  useEffect(() => {
    const handlers = {
      palette: () =>
        state.sheet.value === "palette"
          ? actions.closeSheet("palette")
          : actions.openSheet("palette"),
      shortcuts: () => actions.openSheet("shortcuts"),
      newChat: actions.newChat,
      search: onSearch,
    };
    /** @param {KeyboardEvent} event */
    const onKeyDown = (event) => {
      if (event.defaultPrevented || state.line.value === "signed_out") return;
      if (event.key === "Escape" && !event.isComposing) {
        if (!actions.stopFirst()) focusHome();
        return;
      }
      const meant = shortcutOf(event);
      const sheet = state.sheet.value;
      const isBehind = sheet !== undefined && sheet !== "list" && sheet !== "palette";
      if (!meant || isBehind) return;
      event.preventDefault();
      handlers[meant]();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [onSearch]);
}
