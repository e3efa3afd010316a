/**
 * Time as the page's parts ask for it, so that a test can stand in for it.
 * @typedef {object} Clock
 * @property {() => number} now milliseconds that never jump, from an arbitrary start
 * @property {(ms: number, callback: () => void) => Cancel} after runs the callback once
 * @property {(callback: () => void) => Cancel} nextFrame runs the callback once, before the next paint
 */

/** @typedef {() => void} Cancel calls it off; does nothing once it has run */

/** A hidden page paints nothing, yet what arrives must not pile up. */
const LONGEST_FRAME = 500;

/** @type {Clock} */
export const clock = {
  now: () => performance.now(),

  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },

  nextFrame(callback) {
    const run = () => {
      cancel();
      callback();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, LONGEST_FRAME);
    const cancel = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
    return cancel;
  },
};
