/** One thing after the other, for each key: what is decided by reading must not be overtaken. */

export type InOrder = ReturnType<typeof createInOrder>;

export function createInOrder() {
  const lines = new Map<string, Promise<unknown>>();

  /** Runs a task when all earlier ones of its key have ended, well or not. */
  return function inOrder<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = lines.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    const clean = () => {
      if (lines.get(key) === mine) lines.delete(key);
    };
    lines.set(key, mine);
    mine.then(clean, clean);
    return mine;
  };
}
