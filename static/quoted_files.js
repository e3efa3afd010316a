/**
 * Text files within a message: each a line that says what it is, and a fence around its text.
 *
 *     File: notes.txt (1.2 KB)
 *     ```txt
 *     …
 *     ```
 */

/** @typedef {{ name: string, size: number, text: string }} TextFile */
/** @typedef {{ name: string, size: string, text: string }} QuotedFile */

/**
 * @param {string} text what the person wrote
 * @param {readonly TextFile[]} files
 * @returns {string} the message with all of it
 */
export function quoteFiles(text, files) {
  return [text.trimEnd(), ...files.map(quote)].filter((part) => part !== "").join("\n\n");
}

/** @param {TextFile} file */
function quote({ name, size, text }) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const language = /\.(\w{1,12})$/.exec(name)?.[1].toLowerCase() ?? "";
  return `File: ${name} (${sizeInWords(size)})\n${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

const FILE = /File: ([^\n]+) \(([\d.,]+ (?:bytes|KB|MB))\)\n(`{3,})\w*\n([^]*?)\n?\3(?:\n\n|$)/y;

/**
 * Finds the files at the end of a message again.
 * @param {string} message
 * @returns {{ text: string, files: QuotedFile[] }}
 */
export function readQuoted(message) {
  const { start, found } = filesOf(message);
  return {
    text: found.length > 0 ? message.slice(0, start).trimEnd() : message,
    files: found.map(([, name, size, , text]) => ({ name, size, text })),
  };
}

/**
 * Divides a message that is written anew: its words as they stand, blank ends included, and each of
 * the files behind them as it is quoted. `joinQuoted` makes the same message of it.
 * @param {string} message
 * @returns {{ words: string, quotes: { name: string, size: string, quote: string }[] }}
 */
export function splitQuoted(message) {
  const { start, found } = filesOf(message);
  return {
    words: found.length > 0 ? message.slice(0, start).replace(SEAM, "") : message,
    quotes: found.map(([quote, name, size]) => ({ name, size, quote: quote.replace(SEAM, "") })),
  };
}

const SEAM = /\n\n$/;

/**
 * @param {string} words
 * @param {readonly { quote: string }[]} quotes
 */
export function joinQuoted(words, quotes) {
  return [...(words === "" ? [] : [words]), ...quotes.map(({ quote }) => quote)].join("\n\n");
}

/** @param {string} message where its files start, and what they are */
function filesOf(message) {
  for (const { index } of message.matchAll(/(?:^|(?<=\n\n))File: /g)) {
    const found = filesFrom(message, index);
    if (found) return { start: index, found };
  }
  return { start: message.length, found: [] };
}

/**
 * @param {string} message
 * @param {number} start
 * @returns {RegExpExecArray[] | undefined} nothing where something else follows
 */
function filesFrom(message, start) {
  const files = [];
  for (FILE.lastIndex = start; FILE.lastIndex < message.length;) {
    const found = FILE.exec(message);
    if (!found) return undefined;
    files.push(found);
  }
  return files;
}

/**
 * @param {number} bytes
 * @returns {string} such as `1.2 KB`
 */
export function sizeInWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "KB"] : [bytes / 1e6, "MB"];
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`;
}

/** What a token has of a text, in bytes: code has less, prose more. */
const BYTES_PER_TOKEN = 3.5;

/**
 * About how many tokens a text is. What it is exactly only the model's own vocabulary tells.
 * @param {string} text
 */
export function tokensAbout(text) {
  const exact = new TextEncoder().encode(text).length / BYTES_PER_TOKEN;
  const step = exact < 100 ? 1 : 10 ** (Math.floor(Math.log10(exact)) - 1);
  return Math.max(1, Math.round(exact / step) * step);
}
