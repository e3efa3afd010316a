/** The page's own heading is the first level, each message's the second, those in it follow. */
const TOP = 3;
const BOTTOM = 6;

/**
 * Finds the level of each heading so that none is left out on the way down, whatever number of
 * hashes a model begins with.
 */
export function createOutline() {
  /** @type {number[]} depths of the headings that the next one may stand below */
  let above = [];

  /** @param {number} depth */
  const higher = (depth) => above.filter((other) => other < depth);

  return {
    /**
     * The level of a heading that may still change.
     * @param {number} depth 1 to 6
     */
    peek: (depth) => Math.min(BOTTOM, TOP + higher(depth).length),

    /** @param {number} depth 1 to 6 */
    enter(depth) {
      above = [...higher(depth), depth];
      return Math.min(BOTTOM, TOP + above.length - 1);
    },
  };
}
