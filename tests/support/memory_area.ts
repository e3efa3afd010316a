/** A `localStorage` that lives in memory, and can be blocked or full. */
export interface MemoryArea {
  area: () => Storage;
  /** From now on reading it at all is forbidden, as private windows may do. */
  block(): void;
  /** From now on nothing more fits. */
  fill(): void;
}

export function createMemoryArea(): MemoryArea {
  const values = new Map<string, string>();
  let isBlocked = false;
  let isFull = false;
  const methods = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem(key: string, value: string) {
      if (isFull) throw new DOMException("no room", "QuotaExceededError");
      values.set(key, value);
    },
    removeItem: (key: string) => void values.delete(key),
    clear: () => values.clear(),
    key: (index: number) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
  return {
    area() {
      if (isBlocked) throw new DOMException("forbidden", "SecurityError");
      return methods;
    },
    block: () => void (isBlocked = true),
    fill: () => void (isFull = true),
  };
}
