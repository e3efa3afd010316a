/**
 * @import { ReadonlySignal } from "@preact/signals-core"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { Line } from "../speech.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useCallback, useEffect } from "preact/hooks";
import { createLazyLibrary } from "../lazy_library.js";
import { Announcer } from "./announcer.js";
import { ConversationView } from "./conversation.js";
import { Header } from "./header.js";
import { useKeptFocus } from "./keep_focus.js";
import { addStyle } from "./lazy_style.js";
import { Sheets } from "./sheets.js";
import { Sidebar } from "./sidebar.js";
import { Toast } from "./toast.js";
import { useShortcuts } from "./use_shortcuts.js";
import { useWide } from "./use_wide.js";

/** The way in comes where the server wants a token. */
const signIn = createLazyLibrary(async () => {
  const [{ SignIn }] = await Promise.all([import("./sign_in.js"), addStyle("sign_in.css")]);
  return SignIn;
});

/** What the list of conversations comes up in on a narrow page. */
const drawer = createLazyLibrary(async () => {
  const [{ Drawer }] = await Promise.all([import("./drawer.js"), addStyle("drawer.css")]);
  return Drawer;
}, { isEarly: true });

/**
 * The page.
 * @param {object} props
 * @param {State} props.state
 * @param {Actions} props.actions
 * @param {ReadonlySignal<readonly Line[]>} props.lines for screen readers
 * @param {Clock} props.clock
 */
export function App({ state, actions, lines, clock }) {
  const line = state.line.value;
  const isSignedOut = line === "signed_out";
  const isWide = useWide();
  // Asked for before it is opened: a tap does not wait for it.
  const Drawer = isWide ? undefined : drawer.value;
  const isDrawerOpen = Drawer !== undefined && state.sheet.value === "list";
  const closeDrawer = useCallback(() => actions.closeSheet("list"), []);
  const id = state.shown.value;
  const title = state.list.value.lines.find((line) => line.id === id)?.title;

  useEffect(() => {
    document.title = title ? `${title} – Parley` : "Parley";
  }, [title]);

  const onSearch = useCallback(() => {
    if (!isWide) return actions.openSheet("list");
    const field = document.querySelector(".search input");
    if (field instanceof HTMLElement) field.focus();
  }, [isWide]);
  useShortcuts({ state, actions, onSearch });
  useKeptFocus();
  useEffect(closeDrawer, [isWide]);
  useEffect(() => actions.closeSheet(), [isSignedOut]);

  const sidebar = html`<${Sidebar} state=${state} actions=${actions} onLeave=${closeDrawer} />`;
  return html`
    <${Header}
      state=${state}
      actions=${actions}
      isWide=${isWide}
      onMenu=${() => actions.openSheet("list")}
    />
    ${line === "outdated" && html`
      <div class="banner" role="alert">
        <p>This page is out of date. What you wrote is kept.</p>
        <button type="button" class="quiet" onClick=${actions.reload}>Reload</button>
      </div>
    `}
    ${isSignedOut
      ? signIn.value && html`<${signIn.value} state=${state} actions=${actions} />`
      : html`
        <div class="columns">
          ${isWide && sidebar}
          <${ConversationView} state=${state} actions=${actions} clock=${clock} />
        </div>
        ${isDrawerOpen && html`<${Drawer} onClose=${closeDrawer}>${sidebar}<//>`}
        ${!isWide && !isDrawerOpen && html`<${Toast} state=${state} actions=${actions} />`}
        <${Sheets} state=${state} actions=${actions} clock=${clock} />
      `}
    <${Announcer} lines=${lines} />
  `;
}
