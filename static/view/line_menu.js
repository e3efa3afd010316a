import { html } from "htm/preact";
import { exportPath } from "../export_path.js";
import { Icon } from "./icon.js";

/**
 * What can be done with a conversation besides opening it.
 * @param {object} props
 * @param {string} props.id
 * @param {boolean} props.isOnline
 * @param {() => void} props.onRename
 * @param {() => void} props.onRemove
 */
export function LineMenu({ id, isOnline, onRename, onRemove }) {
  return html`
    <div class="line-menu">
      <button type="button" class="tool" disabled=${!isOnline} onClick=${onRename}>
        <${Icon} name="edit" /> Rename
      </button>
      <button type="button" class="tool" disabled=${!isOnline} onClick=${onRemove}>
        <${Icon} name="trash" /> Delete
      </button>
      <a class="tool" href=${exportPath(id, "md")} download aria-label="Export as Markdown">
        <${Icon} name="save" /> Markdown
      </a>
      <a class="tool" href=${exportPath(id, "json")} download aria-label="Export as JSON">
        <${Icon} name="save" /> JSON
      </a>
    </div>
  `;
}
