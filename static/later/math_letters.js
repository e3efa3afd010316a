/**
 * Letters of maths in their own code points. Browsers no longer change a letter's shape by an
 * attribute (MathML Core), so that each shape is a character of its own.
 */

/** Style → the code points of A, a and 0 in it, and letters that stand elsewhere. */
const SHAPES = new Map(Object.entries({
  bold: { capital: 0x1d400, small: 0x1d41a, digit: 0x1d7ce, others: {} },
  italic: { capital: 0x1d434, small: 0x1d44e, digit: undefined, others: { h: "ℎ" } },
  "bold-italic": { capital: 0x1d468, small: 0x1d482, digit: 0x1d7ce, others: {} },
  "double-struck": {
    capital: 0x1d538,
    small: 0x1d552,
    digit: 0x1d7d8,
    others: { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" },
  },
  script: {
    capital: 0x1d49c,
    small: 0x1d4b6,
    digit: undefined,
    others: {
      B: "ℬ",
      E: "ℰ",
      F: "ℱ",
      H: "ℋ",
      I: "ℐ",
      L: "ℒ",
      M: "ℳ",
      R: "ℛ",
      e: "ℯ",
      g: "ℊ",
      o: "ℴ",
    },
  },
  fraktur: {
    capital: 0x1d504,
    small: 0x1d51e,
    digit: undefined,
    others: { C: "ℭ", H: "ℌ", I: "ℑ", R: "ℜ", Z: "ℨ" },
  },
  "sans-serif": { capital: 0x1d5a0, small: 0x1d5ba, digit: 0x1d7e2, others: {} },
  monospace: { capital: 0x1d670, small: 0x1d68a, digit: 0x1d7f6, others: {} },
}));

/**
 * @param {string} text
 * @param {string} style such as `double-struck`; an unknown one changes nothing
 */
export function mathLetters(text, style) {
  const shape = SHAPES.get(style);
  if (!shape) return text;
  const others = new Map(Object.entries(shape.others));
  return text.replace(/[A-Za-z0-9]/g, (letter) => {
    const [base, first] = /\d/.test(letter)
      ? [shape.digit, "0"]
      : /[a-z]/.test(letter)
      ? [shape.small, "a"]
      : [shape.capital, "A"];
    const shaped = base && String.fromCodePoint(base + letter.charCodeAt(0) - first.charCodeAt(0));
    return others.get(letter) ?? shaped ?? letter;
  });
}
