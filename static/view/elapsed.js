/** @import { Clock } from "../clock.js" */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

/**
 * How long something has lasted, counted on while it is shown. A screen reader is not told each
 * second.
 * @param {{ since: number, clock: Clock }} props `since` is by that clock
 */
export function Elapsed({ since, clock }) {
  const [now, setNow] = useState(() => clock.now());
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  useEffect(
    () => clock.after(since + (seconds + 1) * 1000 - clock.now(), () => setNow(clock.now())),
    [since, seconds],
  );
  if (seconds < 1) return null;
  return html`<span class="elapsed" aria-hidden="true">${minutes(seconds)}</span>`;
}

/** @param {number} seconds */
function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
