/** What many sockets hear at once. */

export type Announcements<T> = ReturnType<typeof createAnnouncements<T>>;

export function createAnnouncements<T>() {
  const listeners = new Set<(frame: T) => void>();
  return {
    /** @returns a function that ends the listening */
    listen(listener: (frame: T) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(frame: T) {
      for (const listener of listeners) listener(frame);
    },
  };
}
