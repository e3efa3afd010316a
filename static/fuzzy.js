/**
 * How well something fits what was typed of it, and which of its characters did.
 * @typedef {{ score: number, at: ReadonlySet<number> }} Fit
 */

/**
 * Looks for every word of a query in a text: from the beginning of a word best, else anywhere in
 * it, else letter by letter in their order. Case and accents make no difference.
 * @param {string} query
 * @param {string} text
 * @param {{ isUnseen?: boolean }} [options] of what nobody sees only the beginnings of words count:
 *   anything else would look like chance
 * @returns {Fit | undefined} nothing where a word of the query is not in the text
 */
export function fit(query, text, { isUnseen = false } = {}) {
  const letters = plain(text);
  let score = 0;
  const at = new Set();
  for (const word of plain(query).join("").split(/\s+/).filter((word) => word !== "")) {
    const found = fitWord([...word], letters, isUnseen);
    if (!found) return undefined;
    score += found.score;
    for (const index of found.at) at.add(index);
  }
  // Of two that fit alike the shorter one has more of what was meant.
  return { score: score - letters.length / 1000, at };
}

/** Fewer letters than these are found, one here and one there, in almost everything. */
const STREWN = 3;

/**
 * @param {readonly string[]} word
 * @param {readonly string[]} letters
 * @param {boolean} isUnseen
 */
function fitWord(word, letters, isUnseen) {
  const starts = letters.flatMap((_, start) =>
    word.every((letter, offset) => letters[start + offset] === letter) ? start : []
  );
  const begun = starts.find((start) => start === 0 || !isLetter(letters[start - 1]));
  const best = begun ?? (isUnseen ? undefined : starts[0]);
  if (best !== undefined) {
    const weight = best === begun ? 3 : 2;
    return { score: word.length * weight, at: word.map((_, index) => best + index) };
  }
  if (isUnseen || word.length < STREWN) return undefined;
  const at = [];
  let from = 0;
  for (const letter of word) {
    const index = letters.indexOf(letter, from);
    if (index < 0) return undefined;
    at.push(index);
    from = index + 1;
  }
  // Letters that are strewn over a whole text are a coincidence.
  const span = from - at[0];
  return span > word.length * 3 ? undefined : { score: word.length * word.length / span, at };
}

/**
 * One plain character for each character, so that places stay what they are.
 * @param {string} text
 */
function plain(text) {
  return [...text].map((one) => [...one.normalize("NFD").toLowerCase()][0]);
}

/** @param {string} one */
function isLetter(one) {
  return /[\p{L}\p{N}]/u.test(one);
}
