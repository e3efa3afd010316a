/** The first bound in milliseconds, and what no bound is higher than. */
const BASE = 1000;
const CAP = 20_000;

/**
 * How long to wait before trying again: anything from nothing to a bound that doubles, so that
 * many pages which lost the same server do not come back in step ("full jitter").
 * @param {number} failures how many there were before this one, from 0
 * @param {object} [options]
 * @param {() => number} [options.random]
 * @returns {number} milliseconds
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(failures, { random = Math.random } = {}) {
  return random() * Math.min(CAP, BASE * 2 ** failures);
}
