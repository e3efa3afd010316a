/** @import { Clock } from "../clock.js" */
import { html } from "htm/preact";
import { useEffect, useReducer } from "preact/hooks";

/**
 * How long something has lasted, counted on while it is shown. A screen reader is not told each
 * second.
 * @param {{ since: number, clock: Clock }} props `since` is by that clock
 */
export function Elapsed({ since, clock }) {
  const [ticks, tick] = useReducer((/** @type {number} */ ticks) => ticks + 1, 0);
  const elapsed = Math.max(0, clock.now() - since);
  // A timer may run a hair early: each one sets the next, whether or not a second is over.
  useEffect(() => clock.after(1000 - elapsed % 1000, () => tick(undefined)), [since, ticks]);
  if (elapsed < 1000) return null;
  return html`<span class="elapsed" aria-hidden="true">${minutes(elapsed / 1000)}</span>`;
}

/** @param {number} seconds */
function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
