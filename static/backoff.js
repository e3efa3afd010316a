/**
 * How long to wait before trying again: anything from nothing to a bound that doubles, so that
 * many pages which lost the same server do not come back in step ("full jitter").
 * @param {number} failures how many there were before this one, from 0
 * @param {object} [options]
 * @param {number} [options.base] the first bound in milliseconds
 * @param {number} [options.cap] no bound is higher
 * @param {() => number} [options.random]
 * @returns {number} milliseconds
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(failures, { base = 1000, cap = 20_000, random = Math.random } = {}) {
  return random() * Math.min(cap, base * 2 ** failures);
}
