import { useRef } from "preact/hooks";

/** So many messages stand and are drawn together. */
const SIZE = 6;

/**
 * Divides what was said into stretches. One in which nothing has changed stays the same array, so
 * that it need not be drawn again while another one grows.
 * @template T
 * @param {readonly T[]} said
 * @returns {readonly (readonly T[])[]}
 */
export function useStretches(said) {
  const former = useRef(/** @type {readonly (readonly T[])[]} */ ([]));
  former.current = divide(said, { former: former.current });
  return former.current;
}

/**
 * @template T
 * @param {readonly T[]} said
 * @param {{ former: readonly (readonly T[])[] }} options
 */
export function divide(said, { former }) {
  return Array.from({ length: Math.ceil(said.length / SIZE) }, (_, at) => {
    const now = said.slice(at * SIZE, (at + 1) * SIZE);
    const was = former[at];
    return was?.length === now.length && now.every((one, index) => one === was[index]) ? was : now;
  });
}
