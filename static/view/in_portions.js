/** @import { Segment } from "../markdown/segments.js" */
import { useEffect, useState } from "preact/hooks";

/** What is drawn at once, in characters; the rest follows in the next frames. */
const PORTION = 12_000;

/**
 * How many segments of a text to draw now, so that a long one does not hold up the page.
 * @param {readonly Segment[]} segments
 * @returns {number}
 */
export function useInPortions(segments) {
  const [upto, setUpto] = useState(0);
  let shown = upto;
  for (let size = 0; shown < segments.length && (size < PORTION || shown === upto); shown++) {
    size += segments[shown].text.length;
  }
  useEffect(() => {
    if (shown >= segments.length) return;
    const frame = requestAnimationFrame(() => setUpto(shown));
    return () => cancelAnimationFrame(frame);
  }, [shown, segments.length]);
  return shown;
}
