/** What one line of Markdown begins, goes on with, or ends. Lines come without their newline. */

/**
 * A fence that opened a block of code.
 * @typedef {object} Fence
 * @property {number} indent columns in front of it
 * @property {string} mark such as "```"
 * @property {string} info what stands behind it: the language, mostly
 */

/** @param {string} line */
export const isBlank = (line) => !/\S/.test(line);

/** @param {string} line */
export const isIndented = (line) => /^(?: {4}| {0,3}\t)/.test(line);

/** @param {string} line */
export const isQuote = (line) => /^ {0,3}>/.test(line);

/** @param {string} line */
export const isRule = (line) =>
  /^ {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$/.test(line);

/** @param {string} line */
export const isItem = (line) => /^ {0,3}(?:[*+-]|\d{1,9}[.)])(?:[ \t]|$)/.test(line);

/**
 * Only such an item may follow a paragraph without a blank line between.
 * @param {string} line
 */
export const isItemAfterWords = (line) => /^ {0,3}(?:[*+-]|1[.)])[ \t]+[^ \t]/.test(line);

/**
 * @param {string} line
 * @returns {number} 1 to 6, or 0 where the line is no heading
 */
export function headingDepth(line) {
  return /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line)?.[1].length ?? 0;
}

/**
 * @param {string} line below words
 * @returns {number} 1 or 2, or 0 where it does not make a heading of them
 */
export function underlineDepth(line) {
  const mark = /^ {0,3}(=+|-+)[ \t]*$/.exec(line)?.[1];
  return mark === undefined ? 0 : mark.startsWith("=") ? 1 : 2;
}

/**
 * @param {string} line
 * @returns {Fence | undefined}
 */
export function openingFence(line) {
  const found = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(line);
  return found ? { indent: found[1].length, mark: found[2], info: found[3].trim() } : undefined;
}

/**
 * @param {string} line
 * @param {Fence} fence
 */
export function closesFence(line, { mark }) {
  const found = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return found !== undefined && found[0] === mark[0] && found.length >= mark.length;
}

/**
 * The row of dashes below a table's head.
 * @param {string} line
 * @param {string} head the line above it
 */
export function isDelimiterRow(line, head) {
  if (!line.includes("|") || !/^ {0,3}[|:-][|:\- \t]*$/.test(line)) return false;
  const cells = line.trim().replace(/^\||\|$/g, "").split("|");
  return cells.every((cell) => /^[ \t]*:?-+:?[ \t]*$/.test(cell)) &&
    cells.length === countCells(head);
}

/** @param {string} row */
function countCells(row) {
  return row.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1").split(/(?<!\\)\|/).length;
}

/**
 * Maths that stands on lines of its own.
 * @param {string} line
 * @returns {string | undefined} what ends it, where the line begins some and does not end it
 */
export function openingMath(line) {
  const found = /^ {0,3}(\$\$|\\\[)(.*)$/.exec(line);
  if (!found) return undefined;
  const end = found[1] === "$$" ? "$$" : "\\]";
  return found[2].includes(end) ? undefined : end;
}

/**
 * Whether a line begins something that ends the words above it.
 * @param {string} line
 */
export function interrupts(line) {
  return isQuote(line) || isRule(line) || headingDepth(line) > 0 ||
    openingFence(line) !== undefined || openingMath(line) !== undefined;
}
