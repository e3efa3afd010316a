/**
 * @import { ReadonlySignal } from "@preact/signals-core"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { Line } from "../speech.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Announcer } from "./announcer.js";
import { ConversationView } from "./conversation.js";
import { Header } from "./header.js";
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
  const { title } = state.conversation.value;

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

  return html`
    <${Header} state=${state} actions=${actions} />
    ${line === "outdated" && html`
      <div class="banner" role="alert">
        <p>This page is out of date. What you wrote is kept.</p>
        <button type="button" class="quiet" onClick=${actions.reload}>Reload</button>
      </div>
    `}
    ${line === "signed_out"
      ? html`<${SignIn} state=${state} actions=${actions} />`
      : html`<${ConversationView} state=${state} actions=${actions} clock=${clock} />`}
    <${Announcer} lines=${lines} />
  `;
}
