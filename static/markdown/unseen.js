/** Characters that nobody sees, and that can make code do something else than it seems to. */

const UNSEEN =
  /(?:(?![\t\n])\p{Cc}|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d)/gu;

/**
 * Divides a text at such characters.
 * @param {string} text
 * @returns {(string | { code: string })[]} `code` is such as `U+202E`
 */
export function markUnseen(text) {
  if (countUnseen(text) === 0) return [text];
  const parts = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(UNSEEN)) {
    if (index > from) parts.push(text.slice(from, index));
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    parts.push({ code: `U+${hex}` });
    from = index + character.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** @param {string} text */
export function countUnseen(text) {
  return text.match(UNSEEN)?.length ?? 0;
}
