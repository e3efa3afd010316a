/**
 * The last millisecond since 1970 that a `Date` can hold.
 * @see https://tc39.es/ecma262/#sec-time-values-and-time-range
 */
export const LATEST_TIME = 8.64e15;
