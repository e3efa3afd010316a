/** @import { RefObject } from "preact" */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { Icon } from "./icon.js";

/**
 * The way to choose files; dropping and pasting them does the same.
 * @param {{ onFiles: (files: readonly File[]) => void }} props
 */
export function AttachButton({ onFiles }) {
  /** @type {RefObject<HTMLInputElement | null>} */
  const chooser = useRef(null);
  return html`
    <button
      type="button"
      class="round plain attach"
      aria-label="Attach files"
      title="Attach files: or drop or paste them"
      onClick=${() => chooser.current?.click()}
    >
      <${Icon} name="attach" />
    </button>
    <input
      ref=${chooser}
      type="file"
      multiple
      hidden
      onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
        onFiles([...event.currentTarget.files ?? []]);
        // The same file may be chosen again once it was removed.
        event.currentTarget.value = "";
      }}
    />
  `;
}
