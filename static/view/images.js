import { html } from "htm/preact";
import { useState } from "preact/hooks";

/**
 * The images of a message, small; a press shows one whole.
 * @param {{ hashes: readonly string[] }} props
 */
export function Images({ hashes }) {
  return html`
    <ul class="images" aria-label="Images">
      ${hashes.map((hash, at) =>
        html`
          <li key=${hash}>
            <${Image} hash=${hash} number=${at + 1} />
          </li>
        `
      )}
    </ul>
  `;
}

/** @param {{ hash: string, number: number }} props */
function Image({ hash, number }) {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return html`<span class="missing-image">An image that is not here</span>`;
  const source = `/api/blobs/${hash}`;
  return html`
    <a href=${source} target="_blank" rel="noopener">
      <img
        src=${source}
        alt=${`Image ${number} of this message`}
        loading="lazy"
        decoding="async"
        onError=${() => setMissing(true)}
      />
    </a>
  `;
}
