/**
 * @import { RefObject } from "preact"
 * @import { Item } from "../outbox.js"
 * @import { Actions } from "../actions.js"
 * @import { Version } from "../versions.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { CopyButton } from "./copy_button.js";
import { EditField } from "./edit_field.js";
import { Icon } from "./icon.js";
import { Images } from "./images.js";
import { memo } from "./memo.js";
import { readQuoted } from "../quoted_files.js";
import { QuotedFile } from "./quoted_file.js";
import { Text } from "./text.js";
import { Versions } from "./versions.js";

/**
 * What the person asked. One that the server does not have yet says so.
 * @param {object} props
 * @param {string} props.id
 * @param {string} props.text
 * @param {readonly string[]} [props.images] hashes
 * @param {string} [props.edit] what is being made of it
 * @param {Version} [props.version]
 * @param {Item} [props.unsent]
 * @param {boolean} props.isOnline
 * @param {Actions} props.actions
 */
function QuestionView({ id, text, images = [], edit, version, unsent, isOnline, actions }) {
  /** @type {RefObject<HTMLButtonElement | null>} */
  const editButton = useRef(null);
  const wasCancelled = useRef(false);
  useEffect(() => {
    if (edit === undefined && wasCancelled.current) editButton.current?.focus();
    wasCancelled.current = false;
  }, [edit === undefined]);

  if (edit !== undefined) {
    return html`
      <${EditField}
        id=${id}
        text=${edit}
        actions=${actions}
        onCancel=${() => wasCancelled.current = true}
      />
    `;
  }
  const { text: words, files } = readQuoted(text);
  return html`
    <article
      class=${`message user ${unsent ? "unsent" : ""}`}
      aria-label="You"
      data-message=${id}
    >
      ${images.length > 0 && html`<${Images} hashes=${images} />`}
      ${words !== "" && html`<${Text} text=${words} />`}
      ${files.map((file) => html`<${QuotedFile} key=${file.name} ...${file} />`)}
    </article>
    ${!unsent && html`
      <div class="acts mine" role="group" aria-label="Your message">
        ${version && html`
          <${Versions} id=${id} version=${version} isOnline=${isOnline} actions=${actions} />
        `}
        <${CopyButton} text=${text} label="Copy message" />
        <button
          ref=${editButton}
          type="button"
          class="tool"
          aria-label="Edit message"
          title="Edit"
          onClick=${() => actions.startEdit(id, text)}
        >
          <${Icon} name="edit" />
        </button>
      </div>
    `}
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
