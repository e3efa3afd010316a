/**
 * @import { RefObject } from "preact"
 * @import { Model } from "../api.js"
 */
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.js";

/**
 * Below the list of models: what a key would do while someone browses in it, and the question
 * whether a model that is not installed shall be downloaded.
 * @param {object} props
 * @param {string} [props.browsed] what Enter would choose
 * @param {Model} [props.asked]
 * @param {(asked: undefined) => void} props.onEnd of the question
 * @param {(name: string) => void} props.onDownload
 */
export function PickerNote({ browsed, asked, onEnd, onDownload }) {
  if (browsed) {
    return html`
      <p class="picker-note" role="status">Enter chooses ${browsed}, Esc leaves all as it was.</p>
    `;
  }
  return asked && html`
    <${Question} key=${asked.name} model=${asked} onEnd=${onEnd} onDownload=${onDownload} />
  `;
}

/** @param {{ model: Model, onEnd: (asked: undefined) => void, onDownload: (name: string) => void }} props */
function Question({ model: { name, size }, onEnd, onDownload }) {
  /** @type {RefObject<HTMLElement | null>} */
  const box = useRef(null);
  const list = () => box.current?.parentElement?.querySelector("select");
  useLayoutEffect(() => {
    // Who has gone elsewhere meanwhile is not fetched back.
    if (document.activeElement === list()) box.current?.focus();
  }, []);

  /** @param {{ isWanted: boolean }} answer */
  function end({ isWanted }) {
    if (box.current?.contains(document.activeElement)) list()?.focus();
    onEnd(undefined);
    if (isWanted) onDownload(name);
  }

  return html`
    <div
      ref=${box}
      class="picker-note"
      role="alertdialog"
      aria-labelledby="picker-question"
      tabindex="-1"
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        end({ isWanted: false });
      }}
    >
      <p id="picker-question">
        <strong>${name}</strong> is not installed. Download it${size && ` (${size})`}?
      </p>
      <div class="ways">
        <button type="button" class="quiet" onClick=${() => end({ isWanted: true })}>
          <${Icon} name="save" /> Download
        </button>
        <button type="button" class="quiet" onClick=${() =>
          end({ isWanted: false })}>Cancel</button>
      </div>
    </div>
  `;
}
