/**
 * What the page keeps in this browser. Where the browser forbids it, or has no room, values live
 * as long as the page does, and `onBlocked` is called.
 * @typedef {object} Storage
 * @property {(key: string) => string | undefined} get
 * @property {(key: string, value: string) => void} set
 * @property {(key: string) => void} remove
 * @property {(prefix: string) => string[]} keys those that begin with the prefix, in no order
 * @property {(key: string) => boolean} lost whether the browser has no such value, though it keeps
 *   what it is given
 */

const PREFIX = "parley.";

/**
 * @param {object} [options]
 * @param {() => globalThis.Storage} [options.area] may throw, as reading `localStorage` may
 * @param {(error: unknown) => void} [options.onBlocked] called once, when the first value could
 *   not be kept
 * @returns {Storage}
 */
export function createStorage({ area = () => localStorage, onBlocked = () => {} } = {}) {
  /** @type {Map<string, string>} */
  const unkept = new Map();
  let told = false;

  /** @param {unknown} error */
  function tell(error) {
    if (!told) onBlocked(error);
    told = true;
  }

  /**
   * @template T
   * @param {(area: globalThis.Storage) => T} act
   * @param {T} otherwise
   * @returns {T}
   */
  function attempt(act, otherwise) {
    try {
      return act(area());
    } catch (error) {
      tell(error);
      return otherwise;
    }
  }

  return {
    get(key) {
      return unkept.get(key) ?? attempt((kept) => kept.getItem(PREFIX + key), null) ?? undefined;
    },
    set(key, value) {
      const isKept = attempt((kept) => {
        kept.setItem(PREFIX + key, value);
        return true;
      }, false);
      if (isKept) unkept.delete(key);
      else unkept.set(key, value);
    },
    remove(key) {
      unkept.delete(key);
      attempt((kept) => kept.removeItem(PREFIX + key), undefined);
    },
    lost: (key) =>
      !unkept.has(key) && attempt((kept) => kept.getItem(PREFIX + key) === null, false),
    keys(prefix) {
      const all = attempt(
        (kept) => Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? ""),
        /** @type {string[]} */ ([]),
      );
      const kept = all.filter((key) => key.startsWith(PREFIX + prefix))
        .map((key) => key.slice(PREFIX.length));
      const others = [...unkept.keys()].filter((key) => key.startsWith(prefix));
      return [...new Set([...kept, ...others])];
    },
  };
}
