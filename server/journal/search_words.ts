/** What someone looks for: words, each taken literally, in any case. */

/** The words of a query; white space and control characters stand between them. */
export function searchWords(query: string): string[] {
  const words = query.toWellFormed().split(/[\s\p{Cc}]+/u).filter((word) => word !== "");
  return [...new Set(words.map(folded))];
}

/** Whether a text holds every one of these words. */
export function holdsAll(text: string, words: readonly string[]): boolean {
  const plain = folded(text.toWellFormed());
  return words.every((word) => plain.includes(word));
}

/** The text without its case, each character in its old place. */
export function folded(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  return text.replace(/[^\0-\x7f]/gu, fold).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * One code point without its case, as SQLite folds it: never by what stands around it, and never
 * into several.
 */
function fold(point: string): string {
  const upper = point.toUpperCase();
  const lower = (upper.length === point.length ? upper : point).toLowerCase();
  return lower.length === point.length ? lower : point;
}
