/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { Version } from "../versions.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.js";

/**
 * Which version of a message is shown, and the ways to the others. The focus follows from one
 * version's button to the next one's.
 * @param {object} props
 * @param {string} props.id
 * @param {Version} props.version
 * @param {boolean} props.isOnline
 * @param {Actions} props.actions
 */
export function Versions({ id, version: { rank, count, previous, next }, isOnline, actions }) {
  /** @type {RefObject<HTMLElement | null>} */
  const group = useRef(null);
  useEffect(() => {
    const by = actions.claimFocus(id);
    if (!by) return;
    const [back, onward] = group.current?.querySelectorAll("button") ?? [];
    const [wanted, other] = by === "previous" ? [back, onward] : [onward, back];
    (wanted?.disabled ? other : wanted)?.focus({ preventScroll: true });
  }, [id]);

  return html`
    <span ref=${group} class="versions" role="group" aria-label=${`Version ${rank} of ${count}`}>
      <button
        type="button"
        class="tool"
        aria-label="Previous version"
        disabled=${previous === undefined || !isOnline}
        onClick=${() => previous && actions.switchTo(previous, "previous")}
      >
        <${Icon} name="back" />
      </button>
      <span class="figures">${rank}/${count}</span>
      <button
        type="button"
        class="tool"
        aria-label="Next version"
        disabled=${next === undefined || !isOnline}
        onClick=${() => next && actions.switchTo(next, "next")}
      >
        <${Icon} name="chevron" />
      </button>
    </span>
  `;
}
