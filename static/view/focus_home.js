import { isTouch } from "./touch.js";

/**
 * Puts the focus where the page is used from: the field to write in, or, where that would raise a
 * keyboard of glass, the conversation.
 */
export function focusHome() {
  const home = isTouch() ? ".scroller" : "#message";
  const found = document.querySelector(home);
  if (found instanceof HTMLElement) found.focus({ preventScroll: true });
}
