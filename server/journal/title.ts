/** How long a title made from a message may be, in UTF-16 units. */
const TITLE_LENGTH = 60;

const MORE = "…";

/** Where files begin that are quoted behind the words, as `static/quoted_files.js` writes them. */
const QUOTED = /(?:^|\n\n)File: ([^\n]+) \([\d.,]+ (?:bytes|KB|MB)\)\n`{3}/;

/**
 * A conversation's title, as long as nobody gave it one: the words of its first message on one line,
 * or the name of the first file that is quoted, where there are no words.
 *
 * What is too long is cut between graphemes (what a reader takes for one character) and ends
 * with "…", which counts.
 */
export function titleFrom(message: string): string {
  const quoted = QUOTED.exec(message);
  const words = oneLine(message.slice(0, quoted?.index));
  return shortened(words || oneLine(quoted?.[1] ?? ""), TITLE_LENGTH);
}

/** The title that was made of a message when quoted files counted as words: it is stored. */
export function formerTitleFrom(message: string): string {
  return shortened(oneLine(message), TITLE_LENGTH);
}

/** A text of at most so many UTF-16 units, cut in the same way. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  let cut = 0;
  // One unit more than fits, so that a grapheme that ends right there is not mistaken for a whole.
  const start = text.slice(0, length + 1);
  for (const { index } of new Intl.Segmenter().segment(start)) {
    if (index <= length - MORE.length) cut = index;
  }
  return text.slice(0, cut).trimEnd() + MORE;
}

/** The text on one line: white space and control characters between words become one space. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(/[\s\p{Cc}]+/gu, " ").trim();
}
