/**
 * @import { FunctionComponent } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { createLazyLibrary } from "../lazy_library.js";
import { addStyle } from "./lazy_style.js";

/**
 * @typedef {object} SheetProps
 * @property {State} state
 * @property {Actions} actions
 * @property {Clock} clock
 * @property {() => void} onClose
 */

/** @type {Promise<void> | undefined} */
let frame;

/**
 * @param {string} style
 * @param {() => Promise<FunctionComponent<SheetProps>>} load
 */
function sheet(style, load) {
  return createLazyLibrary(async () => {
    const [component] = await Promise.all([
      load(),
      addStyle(style),
      frame ??= addStyle("sheet.css"),
    ]);
    return component;
  }, { isEarly: true });
}

/** Each comes when it is first asked for. */
const SHEETS = {
  archive: sheet("archive.css", async () => (await import("./archive_sheet.js")).ArchiveSheet),
  palette: sheet("palette.css", async () => (await import("./palette.js")).Palette),
  shortcuts: sheet("keys.css", async () => (await import("./keys_sheet.js")).KeysSheet),
  settings: sheet(
    "settings.css",
    async () => (await import("./settings_dialog.js")).SettingsDialog,
  ),
};

/**
 * What stands before everything else: at most one at a time.
 * @param {Omit<SheetProps, "onClose">} props
 */
export function Sheets({ state, actions, clock }) {
  const name = state.sheet.value;
  const library = name && name !== "list" ? SHEETS[name] : undefined;
  const shown = library?.value;
  const isAway = state.line.value === "waiting";
  useEffect(() => {
    if (library && !shown && isAway) actions.missSheet();
  }, [library, shown, isAway]);
  return shown && html`
    <${shown}
      key=${name}
      state=${state}
      actions=${actions}
      clock=${clock}
      onClose=${() => actions.closeSheet(name)}
    />
  `;
}
