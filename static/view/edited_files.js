import { html } from "htm/preact";
import { Icon } from "./icon.js";

/** @typedef {{ name: string, size: string, quote: string }} Quote */

/**
 * What goes along with a message that is written anew; each can be left out.
 * @param {object} props
 * @param {readonly Quote[]} props.quotes
 * @param {readonly string[]} props.images hashes
 * @param {(quotes: readonly Quote[]) => void} props.onQuotes
 * @param {(images: readonly string[]) => void} props.onImages
 */
export function EditedFiles({ quotes, images, onQuotes, onImages }) {
  if (quotes.length + images.length === 0) return null;
  return html`
    <ul class="attached" aria-label="Files that go along with the edit">
      ${images.map((hash, at) =>
        html`
          <li key=${hash}>
            <img class="thumb" src=${`/api/blobs/${hash}`} alt="" />
            <span class="name">Image ${at + 1}</span>
            <${Remove}
              name=${`image ${at + 1}`}
              onRemove=${() => onImages(images.filter((one) => one !== hash))}
            />
          </li>
        `
      )}
      ${quotes.map((quote, at) =>
        html`
          <li key=${at}>
            <${Icon} name="file" />
            <span class="name" title=${quote.name}><bdi>${quote.name}</bdi></span>
            <span class="cost">${quote.size}</span>
            <${Remove}
              name=${quote.name}
              onRemove=${() => onQuotes(quotes.filter((one) => one !== quote))}
            />
          </li>
        `
      )}
    </ul>
  `;
}

/** @param {{ name: string, onRemove: () => void }} props */
function Remove({ name, onRemove }) {
  return html`
    <button
      type="button"
      class="tool"
      aria-label=${`Remove ${name}`}
      title="Remove"
      onClick=${onRemove}
    >
      <${Icon} name="close" />
    </button>
  `;
}
