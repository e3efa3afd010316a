/** @import { RefObject } from "preact" */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** This near to the end counts as being there, in pixels. */
const NEAR = 48;

/**
 * Keeps a scrolled list at its end while it grows, until its reader scrolls up; from then on it
 * stays where it is. Where nothing was said yet there is no end: what is shown begins at its top.
 * @param {RefObject<HTMLElement | null>} scroller
 * @param {RefObject<HTMLElement | null>} content what grows inside it
 * @returns {{ isAway: boolean, toEnd: () => void }} whether there is something newer out of sight,
 *   and the way there
 */
export function useStickToEnd(scroller, content) {
  const [isAway, setAway] = useState(false);
  const sticks = useRef(true);

  const isEmpty = () => content.current?.querySelector(".empty");
  const toEnd = useCallback(() => {
    sticks.current = true;
    setAway(false);
    const list = scroller.current;
    if (list) list.scrollTop = isEmpty() ? 0 : list.scrollHeight;
  }, []);

  useEffect(() => {
    const list = scroller.current;
    if (!list || !content.current) return;
    let top = list.scrollTop;

    const scrolled = () => {
      const isNear = list.scrollHeight - list.clientHeight - list.scrollTop < NEAR;
      // Only who moves up wants to stay: growth and a late event of our own look alike otherwise.
      if (isNear || isEmpty()) sticks.current = true;
      else if (list.scrollTop < top) sticks.current = false;
      top = list.scrollTop;
      setAway(!sticks.current);
    };
    const observer = new ResizeObserver(() => {
      if (sticks.current && !isEmpty()) list.scrollTop = list.scrollHeight;
    });
    list.addEventListener("scroll", scrolled, { passive: true });
    observer.observe(list);
    observer.observe(content.current);
    return () => {
      list.removeEventListener("scroll", scrolled);
      observer.disconnect();
    };
  }, []);

  return { isAway, toEnd };
}
