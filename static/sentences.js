const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

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
  for (const { index } of segmenter.segment(text.slice(from))) end = from + index;
  return end;
}
