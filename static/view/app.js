/**
 * @import { ReadonlySignal } from "@preact/signals-core"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { Line } from "../speech.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { Announcer } from "./announcer.js";
import { ConversationView } from "./conversation.js";
import { Header } from "./header.js";
import { Modal } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { Toast } from "./toast.js";
import { useWide } from "./use_wide.js";
import { SignIn } from "./sign_in.js";

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
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const closeDrawer = useCallback(() => setDrawerOpen(false), []);
  const id = state.shown.value;
  const title = state.list.value.lines.find((line) => line.id === id)?.title;

  useEffect(() => {
    document.title = title ? `${title} – Parley` : "Parley";
  }, [title]);

  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const onKeyDown = (event) => {
      if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) {
        actions.stopFirst();
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  useEffect(closeDrawer, [isWide, isSignedOut]);

  const sidebar = html`<${Sidebar} state=${state} actions=${actions} onLeave=${closeDrawer} />`;
  return html`
    <${Header}
      state=${state}
      actions=${actions}
      isWide=${isWide}
      onMenu=${() => setDrawerOpen(true)}
    />
    ${line === "outdated" && html`
      <div class="banner" role="alert">
        <p>This page is out of date. What you wrote is kept.</p>
        <button type="button" class="quiet" onClick=${actions.reload}>Reload</button>
      </div>
    `}
    ${isSignedOut ? html`<${SignIn} state=${state} actions=${actions} />` : html`
      <div class="columns">
        ${isWide && sidebar}
        <${ConversationView} state=${state} actions=${actions} clock=${clock} />
      </div>
      ${isDrawerOpen && html`
        <${Modal} class="drawer" label="Conversations" onClose=${closeDrawer}>${sidebar}<//>
      `}
      ${!isWide && !isDrawerOpen && html`<${Toast} state=${state} actions=${actions} />`}
    `}
    <${Announcer} lines=${lines} />
  `;
}
