/** @import { RefObject } from "preact" */
import { useEffect } from "preact/hooks";

/** How far below what is seen the end may be when more is asked for. */
const AHEAD = "200px";

/**
 * Asks for more when the end of a scrolled list comes near, and again while it stays near.
 * @param {object} options
 * @param {RefObject<HTMLElement | null>} options.scroller
 * @param {RefObject<HTMLElement | null>} options.end stands behind the last line
 * @param {number} options.count of lines
 * @param {() => void} options.onMore
 */
export function useMore({ scroller, end, count, onMore }) {
  useEffect(() => {
    if (!end.current || count === 0) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && onMore(),
      { root: scroller.current, rootMargin: AHEAD },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [count]);
}
