/** Cuts nothing but what nobody sees as one character: not a pair of surrogates, not an accent. */
const STICKS = /^[\p{M}\u200d\udc00-\udfff]/u;

/** Of these at most are stepped over; more of them are no character that anybody reads. */
const FAR = 64;

/**
 * Where a text may be cut near a place: behind the last white space before it, or else between two
 * characters.
 * @param {string} text
 * @param {number} from nothing before it is looked at
 * @param {number} near
 * @returns {number} above `from`
 */
export function seam(text, from, near) {
  const piece = text.slice(from, near);
  const space = Math.max(piece.lastIndexOf("\n"), piece.lastIndexOf(" "));
  if (space > piece.length / 2) return from + space + 1;
  for (let at = near; at > near - FAR && at > from; at--) {
    const isSticky = STICKS.test(text.slice(at, at + 2)) || isLow(text, at) ||
      text[at - 1] === "\u200d";
    if (!isSticky) return at;
  }
  return isLow(text, near) ? near + 1 : near;
}

/**
 * @param {string} text
 * @param {number} at
 */
function isLow(text, at) {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
