/**
 * @import { Actions } from "../actions.js"
 * @import { Attached } from "../attached.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { quoteFiles, sizeInWords, tokensAbout } from "../quoted_files.js";
import { Icon } from "./icon.js";

/**
 * The files that go out with what is being written: each with its size and about what it costs.
 * @param {{ state: State, actions: Actions }} props
 */
export function Attachments({ state, actions }) {
  const files = state.files.value;
  return html`
    ${files.length > 0 && html`
      <ul class="attached" aria-label="Files that go along">
        ${files.map(({ id, name, size, text, hash }) =>
          html`
            <li key=${id}>
              ${hash
                ? html`<img class="thumb" src=${`/api/blobs/${hash}`} alt="" />`
                : html`<${Icon} name="file" />`}
              <span class="name" title=${name}><bdi>${name}</bdi></span>
              <span class="cost">
                ${size > 0 && sizeInWords(size)}
                ${text === undefined
                  ? ""
                  : ` · about ${tokensAbout(text).toLocaleString("en")} tokens`}
              </span>
              <button
                type="button"
                class="tool"
                aria-label=${`Remove ${name}`}
                title="Remove"
                onClick=${() => actions.removeFile(id)}
              >
                <${Icon} name="close" />
              </button>
            </li>
          `
        )}
      </ul>
    `}
    <div role="alert">
      ${state.fileFaults.value.map((fault) => html`<p key=${fault} class="fault">${fault}</p>`)}
    </div>
  `;
}

/**
 * @param {string} text
 * @param {readonly Attached[]} files
 * @returns {string} the message that goes out
 */
export function messageOf(text, files) {
  const texts = files.flatMap((file) =>
    file.text === undefined ? [] : { ...file, text: file.text }
  );
  return quoteFiles(text, texts);
}
