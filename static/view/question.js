/**
 * @import { RefObject } from "preact"
 * @import { Item } from "../outbox.js"
 * @import { Actions } from "../actions.js"
 * @import { Version } from "../versions.js"
 */
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { CopyButton } from "./copy_button.js";
import { Icon } from "./icon.js";
import { createLazyLibrary } from "../lazy_library.js";
import { addStyle } from "./lazy_style.js";
import { memo } from "./memo.js";
import { Text } from "./text.js";

/** What writes a message anew comes when one is. */
const editing = createLazyLibrary(async () => {
  const [{ EditField }] = await Promise.all([
    import("./edit_field.js"),
    ...["edit.css", "attached.css"].map(addStyle),
  ]);
  return EditField;
}, { isEarly: true });

/** What shows files and images comes with the first message that has any. */
const showing = createLazyLibrary(async () => {
  const [{ Shown }] = await Promise.all([import("./shown_files.js"), addStyle("shown_files.css")]);
  return Shown;
}, { isEarly: true });

/** What leads to other versions comes with the first message that has any. */
const versions = createLazyLibrary(async () => (await import("./versions.js")).Versions, {
  isEarly: true,
});

/** What says why a message was not taken comes with the first one. */
const refused = createLazyLibrary(async () => (await import("./refused.js")).Refused, {
  isEarly: true,
});

/**
 * What the person asked.
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
  useLayoutEffect(() => {
    if (edit === undefined && wasCancelled.current) editButton.current?.focus();
    wasCancelled.current = false;
  }, [edit === undefined]);

  const field = edit === undefined ? undefined : editing.value;
  if (field) {
    return html`
      <${field}
        id=${id}
        text=${edit}
        images=${images}
        actions=${actions}
        onCancel=${() => wasCancelled.current = true}
      />
    `;
  }
  const isWaiting = unsent?.state === "waiting";
  const hasFiles = images.length > 0 || text.includes("File: ");
  const shown = hasFiles ? showing.value : undefined;
  return html`
    <h2 class="unseen">You</h2>
    <article
      class=${`message user ${unsent ? "unsent" : ""}`}
      aria-label="You"
      data-message=${id}
    >
      ${shown ? html`<${shown} text=${text} images=${images} />` : html`<${Text} text=${text} />`}
    </article>
    ${(!unsent || isWaiting) && html`
      <div class="acts mine" role="group" aria-label="Your message">
        ${isWaiting && html`
          <p class="unsent-note">
            <${Icon} name="clock" />
            ${unsent.refusal && isOnline
              ? `Waiting to send: ${unsent.refusal.message}`
              : "Waiting to send"}
          </p>
        `}
        ${version && versions.value && html`
          <${versions.value} id=${id} version=${version} isOnline=${isOnline} actions=${actions} />
        `}
        <${CopyButton} text=${text} label="Copy message" />
        <button
          ref=${editButton}
          type="button"
          class="tool"
          aria-label="Edit message"
          title="Edit"
          onClick=${() => unsent ? actions.editUnsent(id) : actions.startEdit(id, text)}
        >
          <${Icon} name="edit" />
        </button>
        ${isWaiting && html`
          <button
            type="button"
            class="tool"
            aria-label="Discard message"
            title="Discard"
            onClick=${() => actions.discard(id)}
          >
            <${Icon} name="trash" />
          </button>
        `}
      </div>
    `}
    ${unsent?.state === "refused" && refused.value && html`
      <${refused.value} item=${unsent} actions=${actions} />
    `}
  `;
}

export const Question = memo(QuestionView);
