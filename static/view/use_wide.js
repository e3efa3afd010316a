import { useEffect, useState } from "preact/hooks";

/** As style/sidebar.css has it. */
const WIDE = "(min-width: 56rem)";

/** @returns {boolean} whether there is room for a list beside the thread */
export function useWide() {
  const [query] = useState(() => matchMedia(WIDE));
  const [isWide, setWide] = useState(query.matches);
  useEffect(() => {
    const changed = () => setWide(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return isWide;
}
