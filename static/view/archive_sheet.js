/**
 * @import { RefObject } from "preact"
 * @import { Import } from "../import_file.js"
 * @import { SheetProps } from "./sheets.js"
 */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { exportPath } from "../export_path.js";
import { Icon } from "./icon.js";
import { Modal } from "./modal.js";

/**
 * The way out for everything, and the way back in.
 * @param {SheetProps} props
 */
export function ArchiveSheet({ state, actions, onClose }) {
  const { id, last } = state.conversation.value;
  const importing = state.importing.value;
  const isRunning = importing?.state === "running";
  const isOnline = state.line.value === "open";
  return html`
    <${Modal} class="sheet archive" label="Export and import" onClose=${onClose}>
      <div class="head">
        <h2>Export and import</h2>
        <button type="button" class="round plain" aria-label="Close" onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </div>
      <section aria-labelledby="export-title">
        <h3 id="export-title">Export</h3>
        <p>Take every conversation with you, in one file that any Parley can read again.</p>
        <div class="ways">
          <a class="quiet strong" href="/api/export" download><${Icon} name="save" /> Everything</a>
          ${last > 0 && html`
            <a class="quiet" href=${exportPath(id, "md")} download>This one as Markdown</a>
            <a class="quiet" href=${exportPath(id, "json")} download>This one as JSON</a>
          `}
        </div>
      </section>
      <section aria-labelledby="import-title">
        <h3 id="import-title">Import</h3>
        <p>
          A file that Parley made, or the JSON that ChatGPT or Open WebUI export. What is here already
          stays as it is, so a file may come twice.
        </p>
        <div class="ways">
          ${isRunning
            ? html`<button type="button" class="quiet" onClick=${actions.stopImport}>Stop</button>`
            : html`<${FileChoice} isOff=${!isOnline} onFile=${actions.importFile} />`}
        </div>
        ${importing && html`<${Progress} ...${importing} />`}
      </section>
      <//>
  `;
}

/** @param {{ isOff: boolean, onFile: (file: File) => void }} props */
function FileChoice({ isOff, onFile }) {
  /** @type {RefObject<HTMLInputElement | null>} */
  const chooser = useRef(null);
  return html`
    <button
      type="button"
      class="quiet"
      disabled=${isOff}
      onClick=${() => chooser.current?.click()}
    >
      <${Icon} name="file" /> Choose a file
    </button>
    <input
      ref=${chooser}
      type="file"
      accept=".json,.jsonl,.ndjson,application/json,application/x-ndjson"
      hidden
      onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
        const [file] = event.currentTarget.files ?? [];
        if (file) onFile(file);
      }}
    />
  `;
}

/** @type {Record<Import["state"], string>} */
const STATES = {
  running: "Importing",
  done: "Imported",
  failed: "Not all of it was imported",
  stopped: "Stopped",
};

/** @param {Import} props */
function Progress({ state, name, total, bytes, added, known, failed, faults, message }) {
  const counts = [
    `${added.toLocaleString("en")} new`,
    ...(known > 0 ? [`${known.toLocaleString("en")} here already`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString("en")} not taken`] : []),
  ];
  const isForNothing = state === "done" && added === 0;
  const isKnown = known > 0 && failed === 0;
  const look = isForNothing ? (isKnown ? "idle" : "failed") : state;
  const forNothing = isKnown ? "Nothing new in" : "Nothing was imported from";
  return html`
    <div class=${`import ${look}`}>
      ${state === "running" && html`
        <progress
          max=${total}
          aria-label="How much of the file was read"
          ...${bytes > 0 ? { value: bytes } : {}}
        ></progress>
      `}
      <div role="status">
        <p>
          <strong>${isForNothing ? forNothing : STATES[state]}</strong>${" "}
          <bdi>${name}</bdi>: ${counts.join(", ")}.
        </p>
        ${message && html`<p>${message}</p>`}
      </div>
      ${faults.length > 0 && html`
        <ul class="faults" tabindex="0" aria-label="What was not taken">
          ${faults.map((fault, at) => html`<li key=${at} dir="auto">${fault}</li>`)}
        </ul>
      `}
    </div>
  `;
}
