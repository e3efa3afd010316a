/**
 * Keys that mean something wherever they are pressed. The sheet of shortcuts shows this table, and
 * what listens for them reads it.
 */

/** @typedef {"palette" | "shortcuts" | "newChat" | "search"} Shortcut */

/**
 * @typedef {object} Keys
 * @property {string} key as a `KeyboardEvent` names it, in lower case
 * @property {boolean} [mod] with Ctrl, or with ⌘ on a Mac
 * @property {boolean} [shift]
 * @property {boolean} [bare] a letter of its own, which someone who writes means as such
 */

/** @type {Readonly<Record<Shortcut, readonly Keys[]>>} */
export const SHORTCUTS = {
  palette: [{ key: "k", mod: true }],
  newChat: [{ key: "o", mod: true, shift: true }],
  search: [{ key: "/", bare: true }],
  shortcuts: [{ key: "?", bare: true }, { key: "/", mod: true }],
};

/** Where someone writes. */
const FIELDS = "input, textarea, select, [contenteditable]";

/**
 * @param {KeyboardEvent} event
 * @returns {Shortcut | undefined} what was meant by it
 */
export function shortcutOf(event) {
  if (event.isComposing || event.altKey) return undefined;
  const isWriting = event.target instanceof Element && event.target.matches(FIELDS);
  /** @param {Keys} keys */
  const fits = ({ key, mod = false, shift = false, bare = false }) =>
    event.key.toLowerCase() === key &&
    (event.ctrlKey || event.metaKey) === mod &&
    // Where a bare sign stands on the keyboard, and whether Shift makes it, differs.
    (bare ? !isWriting : event.shiftKey === shift);
  /** @type {readonly Shortcut[]} */
  const all = ["palette", "newChat", "search", "shortcuts"];
  return all.find((name) => SHORTCUTS[name].some(fits));
}
