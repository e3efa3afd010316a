/** @import { RefObject } from "preact" */
import { useEffect, useState } from "preact/hooks";

/**
 * What a box has to have while what stands in it is wider: keys reach it then, to scroll it, and it
 * says what it is. One in which all is seen is no stop on anybody's way.
 * @param {RefObject<HTMLElement | null>} box
 * @param {{ label: string, isWide?: boolean, content?: unknown }} options `isWide`: whether it may be;
 *   `content` is something else whenever what stands in it is
 */
export function useScrolling(box, { label, isWide = true, content }) {
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element || !isWide) return;
    const observer = new ResizeObserver(() =>
      setScrolls(element.scrollWidth > element.clientWidth + 1)
    );
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [isWide, content]);
  return scrolls ? { tabindex: 0, role: "region", "aria-label": label } : {};
}
