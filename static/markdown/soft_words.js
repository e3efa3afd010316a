/** A link that is still being written is kept back as far as this, in characters. */
const PATIENCE = 300;

/** @typedef {{ mark: string, length: number }} Opened */

/**
 * Words whose end has not come: what is open in them is closed, and half a mark is kept back.
 * @param {string} words
 * @returns {string}
 */
export function softWords(words) {
  /** @type {Opened[]} */
  const opened = [];
  const text = words.trimEnd();
  let at = 0;
  while (at < text.length) {
    const first = text[at];
    if (first === "\\") {
      if (at === text.length - 1) return closed(text.slice(0, at), opened);
      at += 2;
    } else if (first === "`") {
      const run = runAt(text, at);
      const end = closingTicks(text, at + run, run);
      if (end < 0) return closed(closedCode(text, at, run), opened);
      at = end + run;
    } else if (first === "[") {
      const end = softLink(text, at);
      if (end !== undefined) return closed(end, opened);
      at++;
    } else if (first === "*" || first === "_" || first === "~") {
      const run = runAt(text, at);
      if (at + run === text.length) return closed(text.slice(0, at), opened);
      mark(opened, { mark: first, length: run }, text[at - 1] ?? " ", text[at + run]);
      at += run;
    } else {
      at += skipped(text.slice(at, at + PATIENCE));
    }
  }
  return closed(text, opened);
}

/**
 * @param {string} text
 * @param {readonly Opened[]} opened
 */
function closed(text, opened) {
  const ends = opened.map(({ mark, length }) => mark.repeat(length)).reverse().join("");
  return ends === "" ? text : text.trimEnd() + ends;
}

/**
 * @param {string} text
 * @param {number} at
 */
function runAt(text, at) {
  let end = at + 1;
  while (text[end] === text[at]) end++;
  return end - at;
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number} run
 */
function closingTicks(text, from, run) {
  for (let at = text.indexOf("`", from); at >= 0; at = text.indexOf("`", at)) {
    const length = runAt(text, at);
    if (length === run) return at;
    at += length;
  }
  return -1;
}

/**
 * @param {string} text
 * @param {number} at where its code begins
 * @param {number} run
 */
function closedCode(text, at, run) {
  const code = text.slice(at + run).replace(/`+$/, "");
  return code.trim() === "" ? text.slice(0, at) : text.slice(0, at + run) + code + "`".repeat(run);
}

/**
 * @param {string} text
 * @param {number} at where its bracket opens
 * @returns {string | undefined} the text to show, where it ends in a link that is not whole
 */
function softLink(text, at) {
  const rest = text.slice(at, at + PATIENCE + 1);
  if (rest.length > PATIENCE || rest.includes("\n\n")) return undefined;
  const before = text.slice(0, text[at - 1] === "!" ? at - 1 : at);
  const end = rest.indexOf("]");
  if (end < 0 || end === rest.length - 1) return before;
  const isWhole = rest[end + 1] !== "(" || rest.includes(")", end);
  return isWhole ? undefined : before + rest.slice(1, end);
}

/**
 * @param {Opened[]} opened changed
 * @param {Opened} run
 * @param {string} before
 * @param {string} after
 */
function mark(opened, { mark, length }, before, after) {
  const [followsWord, leadsWord] = [isWord(before), isWord(after)];
  if (mark === "~" && length !== 2) return;
  let left = length;
  const closes = /\S/.test(before) && !(mark === "_" && leadsWord);
  while (closes && left > 0 && opened.some((other) => other.mark === mark)) {
    const last = opened[opened.length - 1];
    const taken = last.mark === mark ? Math.min(last.length, left) : 0;
    last.length -= taken;
    left -= taken;
    if (taken === 0 || last.length === 0) opened.pop();
  }
  const opens = /\S/.test(after) && !(followsWord && (mark === "_" || (leadsWord && length === 1)));
  if (left > 0 && opens) opened.push({ mark, length: Math.min(left, 3) });
}

/** @param {string} character */
function isWord(character) {
  return /[\p{L}\p{N}]/u.test(character);
}

/**
 * What is passed over as a whole: an address, maths, or one character.
 * @param {string} text
 */
function skipped(text) {
  return /^(?:https?:\/\/\S+|\$[^\s$][^$\n]*\$|\]\([^)\n]*\)|\\\(.*?\\\))/.exec(text)?.[0].length ??
    1;
}
