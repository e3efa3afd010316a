import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

/**
 * Takes files that are dropped anywhere on the page; the browser would leave it for them.
 * @param {{ onFiles: (files: readonly File[]) => void }} props
 */
export function Drop({ onFiles }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const has = (/** @type {DragEvent} */ { dataTransfer }) =>
      dataTransfer?.types.includes("Files") ?? false;
    const over = (/** @type {DragEvent} */ event) => {
      if (!has(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (/** @type {DragEvent} */ { relatedTarget }) => {
      if (relatedTarget === null) setOver(false);
    };
    const drop = (/** @type {DragEvent} */ event) => {
      if (!has(event)) return;
      event.preventDefault();
      setOver(false);
      onFiles([...event.dataTransfer?.files ?? []]);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [onFiles]);
  return isOver && html`<p class="dropping">Drop files to quote them</p>`;
}
