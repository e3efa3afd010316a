/**
 * Notices within 30 seconds that a line is dead, which a socket by itself may never tell: asks for
 * a sign of life when it has been silent, and gives up when none comes.
 *
 * @import { Clock } from "./clock.js"
 */

/** How long the line may be silent, and how long an answer may take, in milliseconds. */
const PATIENCE = { silence: 20_000, answer: 10_000 };

/**
 * @param {object} options
 * @param {() => void} options.ask sends something that the other side answers
 * @param {() => void} options.onDead
 * @param {Clock} options.clock
 */
export function createHeartbeat({ ask, onDead, clock }) {
  let heardAt = 0;
  let callOff = () => {};

  function watch() {
    const rest = heardAt + PATIENCE.silence - clock.now();
    if (rest > 0) callOff = clock.after(rest, watch);
    else probe();
  }

  function probe() {
    callOff();
    const asked = clock.now();
    ask();
    callOff = clock.after(PATIENCE.answer, () => heardAt >= asked ? watch() : onDead());
  }

  return {
    /** Anything that comes is a sign of life. */
    heard() {
      heardAt = clock.now();
    },
    /** Begins to watch a line that was heard just now. */
    watch,
    /** Asks at once. */
    probe,
    stop: () => callOff(),
  };
}
