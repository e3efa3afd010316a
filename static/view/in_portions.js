import { useEffect, useState } from "preact/hooks";

/** What is drawn at once, in characters; the rest follows in the next frames. */
const PORTION = 12_000;

/**
 * How many parts of a text to draw now, so that a long one does not hold up the page.
 * @param {readonly { text: string }[]} parts
 * @returns {number}
 */
export function useInPortions(parts) {
  const [upto, setUpto] = useState(0);
  let shown = upto;
  for (let size = 0; shown < parts.length && (size < PORTION || shown === upto); shown++) {
    size += parts[shown].text.length;
  }
  useEffect(() => {
    if (shown >= parts.length) return;
    const frame = requestAnimationFrame(() => setUpto(shown));
    return () => cancelAnimationFrame(frame);
  }, [shown, parts.length]);
  return shown;
}
