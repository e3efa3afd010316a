/** @import { LoadingFrame } from "../../server/socket/protocol.ts" */
import { html } from "htm/preact";

/**
 * A model on its way into memory or onto the disk.
 * @param {object} props
 * @param {LoadingFrame} props.frame
 * @param {(model: string) => void} props.onCancel
 */
export function Loading({ frame, onCancel }) {
  const { model, message, percent, bytesPerSecond, secondsLeft } = frame;
  const figures = [
    bytesPerSecond ? `${megabytes(bytesPerSecond)}/s` : "",
    secondsLeft ? `${duration(secondsLeft)} left` : "",
  ].filter((figure) => figure !== "");
  return html`
    <div class="message loading" role="group" aria-label=${`Loading ${model}`}>
      <p class="words">${message}</p>
      <progress
        max="100"
        aria-label=${`Progress of ${model}`}
        ...${percent === undefined ? {} : { value: percent }}
      ></progress>
      <div class="ways">
        ${figures.length > 0 && html`<span class="figures">${figures.join(" · ")}</span>`}
        <button type="button" class="quiet" onClick=${() => onCancel(model)}>Cancel</button>
      </div>
    </div>
  `;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}

/** @param {number} seconds */
function duration(seconds) {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
