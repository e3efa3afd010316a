/** Decisions that look random and come from a seed: the same seed makes the same ones. */

export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  /** @throws {RangeError} there is nothing to pick from */
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** A UUID of version 4. */
  id(): string;
  /** Another stream of decisions, the same for the same name however much was asked of this one. */
  fork(name: string): Random;
}

export function createRandom(seed: string): Random {
  const next = mulberry32(hash(seed));
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  function pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("Cannot pick from nothing");
    return items[int(0, items.length - 1)];
  }
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick,
    shuffle(items) {
      const keyed = items.map((item) => ({ item, key: next() }));
      return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
    },
    id() {
      const hex = () => int(0, 0xffff).toString(16).padStart(4, "0");
      const [a, b, c, d, e, f] = Array.from({ length: 6 }, hex);
      return `${a}${b}-${c}-4${d.slice(1)}-8${e.slice(1)}-${f}${hex()}${hex()}`;
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** FNV-1a. @see http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

/** A small generator of good quality with 32 bits of state, by Tommy Ettinger. */
function mulberry32(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
