/**
 * Where `[words][label]` leads: label → address, as Markdown defines it on lines of their own.
 * @typedef {Readonly<Record<string, { href: string, title: string | null }>>} Definitions
 */

/** @type {Definitions} */
export const NO_DEFINITIONS = Object.freeze({});

const LINE = /^ {0,3}\[([^\]\\^]{1,200})\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+["'(](.*)["')])?[ \t]*$/;

/**
 * Adds what a paragraph defines; the first definition of a label counts.
 * @param {Definitions} known
 * @param {string} text
 * @returns {Definitions} the same object where nothing was added
 */
export function define(known, text) {
  if (!/^ {0,3}\[/.test(text)) return known;
  let all = known;
  for (const line of text.split("\n")) {
    const [, label, href, title = null] = LINE.exec(line) ?? [];
    if (label === undefined) break;
    const name = normalized(label);
    if (!Object.hasOwn(all, name)) all = { ...all, [name]: { href, title } };
  }
  return all;
}

/** @param {string} label */
function normalized(label) {
  return label.trim().replace(/\s+/g, " ").toLowerCase();
}
