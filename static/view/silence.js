/** @import { Clock } from "../clock.js" */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Elapsed } from "./elapsed.js";

/** Nothing for this long is said, in milliseconds. */
const LONG = 30_000;

/**
 * Says so when an answer that was growing has stopped to.
 * @param {{ grown: number, clock: Clock }} props `grown` is another number whenever something came
 */
export function Silence({ grown, clock }) {
  const [since, setSince] = useState(/** @type {number | undefined} */ (undefined));
  useEffect(() => {
    const heard = clock.now();
    setSince(undefined);
    return clock.after(LONG, () => setSince(heard));
  }, [grown]);
  return html`
    <span role="status">
      ${since !== undefined && html`
        No token for 30 s or more: <${Elapsed} since=${since} clock=${clock} />
      `}
    </span>
  `;
}
