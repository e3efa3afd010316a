/** @import { ComponentChildren } from "preact" */
import { signal } from "@preact/signals-core";
import { h } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { whenIdle } from "../idle.js";

/** Whether all of it is drawn at once. */
export const isUrgent = signal(false);

/**
 * A part of something long. Far from what is seen it is not laid out, and it is not drawn before the
 * page has time for it, the newest first; until then its place is kept.
 * @param {object} props
 * @param {string} props.class
 * @param {"div" | "tbody"} [props.element]
 * @param {string} [props.role]
 * @param {boolean} props.isNew what is new is drawn at once
 * @param {boolean} [props.isReady] whether what is drawn now need not be drawn again in a moment
 * @param {() => number} props.height how high it is likely to be, in pixels
 * @param {() => ComponentChildren} props.draw
 */
export function Late(
  { class: name, element = "div", role, isNew, isReady = true, height, draw },
) {
  const [wasDrawn, setDrawn] = useState(isNew);
  const [likely] = useState(height);
  const isDrawn = wasDrawn || isNew || isUrgent.value;
  const drawNow = useCallback(() => setDrawn(true), []);
  const look = useCallback(
    (/** @type {ContentVisibilityAutoStateChangeEvent} */ { skipped }) => skipped || drawNow(),
    [],
  );
  useEffect(() => {
    if (isDrawn) drawNow();
    else if (isReady) return whenIdle(drawNow, { canWait: true });
  }, [isDrawn, isReady]);
  return h(element, {
    class: `${name} late${isDrawn ? "" : " blank"}`,
    role,
    style: { "--height": `${likely}px` },
    onContentvisibilityautostatechange: isDrawn ? undefined : look,
  }, isDrawn && draw());
}
