/**
 * Puts a text on the clipboard, also where the browser offers no clipboard to the page, as it does
 * on plain http away from this machine.
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there
 */
export async function copyText(text) {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch (error) {
    console.info("The clipboard refused; trying the older way", error);
  }
  return copySelection(text);
}

/** @param {string} text */
function copySelection(text) {
  const focused = document.activeElement;
  const selection = getSelection();
  const ranges = Array.from(
    { length: selection?.rangeCount ?? 0 },
    (_, at) => selection?.getRangeAt(at),
  );
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "off-screen";
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
    selection?.removeAllRanges();
    for (const range of ranges) if (range) selection?.addRange(range);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
