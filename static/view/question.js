/**
 * @import { Item } from "../outbox.js"
 * @import { Actions } from "../actions.js"
 */
import { html } from "htm/preact";
import { Icon } from "./icon.js";
import { memo } from "./memo.js";
import { Text } from "./text.js";

/**
 * What the person asked. One that the server does not have yet says so.
 * @param {object} props
 * @param {string} props.text
 * @param {Item} [props.unsent]
 * @param {boolean} [props.isOnline]
 * @param {Actions} props.actions
 */
function QuestionView({ text, unsent, isOnline = true, actions }) {
  return html`
    <article class=${`message user ${unsent ? "unsent" : ""}`} aria-label="You">
      <${Text} text=${text} />
    </article>
    ${unsent?.state === "refused" && html`
      <${Refused} item=${unsent} actions=${actions} />
    `}
    ${unsent?.state === "waiting" && html`
      <p class="unsent-note">
        <${Icon} name="clock" />
        ${unsent.refusal && isOnline
          ? `Waiting to send: ${unsent.refusal.message}`
          : "Waiting to send"}
      </p>
    `}
  `;
}

/** @param {{ item: Item, actions: Actions }} props */
function Refused({ item: { frame: { id }, refusal }, actions }) {
  return html`
    <div class="message error" role="group" aria-label="Error">
      <p class="headline"><${Icon} name="alert" /><strong>This was not sent</strong></p>
      <p class="words">${refusal?.message}</p>
      <div class="ways">
        <button type="button" class="quiet" onClick=${() => actions.editRefused(id)}>
          <${Icon} name="edit" /> Edit
        </button>
        <button type="button" class="quiet" onClick=${() => actions.discard(id)}>
          <${Icon} name="close" /> Discard
        </button>
      </div>
    </div>
  `;
}

export const Question = memo(QuestionView);
