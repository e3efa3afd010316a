/** @import { Notice } from "../state.js" */
import { html } from "htm/preact";

/** @param {Notice} notice */
export function noticeView({ id, kind, text }) {
  return html`<p key=${`notice-${id}`} class=${`message ${kind}`} dir="auto">${text}</p>`;
}
