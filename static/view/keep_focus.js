import { useEffect } from "preact/hooks";
import { focusHome } from "./focus_home.js";

/** What keeps what it holds together: the focus does not leave it for no reason. */
const REGIONS = "dialog, nav, header, form:not(.composer)";

const CAN_HAVE_IT = "button:enabled, a[href], input:enabled, select:enabled, textarea:enabled";

/**
 * Sees to it that the focus is never nowhere: when what has it goes away or can no longer be used,
 * it goes to what is left of its surroundings, else to the field to write in.
 */
export function useKeptFocus() {
  useEffect(() => {
    /** @type {{ focused: Element, region: Element | null } | undefined} */
    let last;
    const remember = () => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return;
      last = { focused, region: focused.closest(REGIONS) };
    };
    const mend = () => {
      if (!last || (last.focused.isConnected && !last.focused.matches(":disabled"))) return;
      const { region } = last;
      last = undefined;
      const active = document.activeElement;
      if (active && active !== document.body && !active.matches(":disabled")) return remember();
      const next = region?.isConnected ? region.querySelector(CAN_HAVE_IT) : undefined;
      if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      else focusHome();
    };
    // Whatever took the focus away may give it back by itself, right after.
    const observer = new MutationObserver(() => requestAnimationFrame(mend));
    document.addEventListener("focusin", remember);
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ["disabled"],
    });
    return () => {
      document.removeEventListener("focusin", remember);
      observer.disconnect();
    };
  }, []);
}
