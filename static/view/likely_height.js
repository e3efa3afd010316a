/** Of a line, in pixels; and letters in a line: about. */
const ABOUT = { line: 26, letters: 75 };

/**
 * How high a text will be, before it is laid out: near enough for a scroll bar.
 * @param {string} text
 * @returns {number} pixels
 */
export function likelyHeight(text) {
  let lines = Math.ceil(text.length / ABOUT.letters);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines * ABOUT.line;
}
