const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** What goes on for longer is said in pieces, in characters. */
const MOST = 2_000;

/**
 * How far a growing text consists of whole sentences. The last one counts only when the text has
 * ended, since what looks like its end may be the point of an abbreviation.
 * @param {string} text
 * @param {{ from: number, isEnded: boolean }} options `from` is where a sentence begins
 * @returns {number} the index behind the last whole sentence; `from` where there is none
 */
export function wholeSentences(text, { from, isEnded }) {
  if (isEnded) return text.length;
  let end = from;
  for (let length = 1; length > 0; end += length) length = spoken(text.slice(end, end + MOST));
  return end;
}

/**
 * @param {string} text at most as much as is looked at together
 * @returns {number} how much of it can be said, 0 while its first sentence may go on
 */
function spoken(text) {
  let end = 0;
  for (const { index } of segmenter.segment(text)) end = index;
  if (end > 0 || text.length < MOST) return end;
  return text.lastIndexOf(" ") + 1 || MOST;
}
