/** A keyboard on glass has no Shift+Enter: there, Enter is a new line and the button sends. */
export const isTouch = () => matchMedia("(hover: none) and (pointer: coarse)").matches;

/**
 * Whether a key means that what was written is to be sent.
 * @param {KeyboardEvent} event
 */
export function isSendKey(event) {
  // While a word is being composed, Enter chooses it; 229 is how Safari says so.
  if (event.isComposing || event.keyCode === 229) return false;
  return event.key === "Enter" && !event.shiftKey && !isTouch();
}
