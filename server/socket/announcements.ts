/** What many sockets hear at once. */

type Hear<T> = (frame: T) => void | Promise<void>;

export type Announcements<T> = ReturnType<typeof createAnnouncements<T>>;

export function createAnnouncements<T>() {
  const listeners = new Set<Hear<T>>();
  return {
    /** @returns a function that ends the listening */
    listen(listener: Hear<T>): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Tells everyone at once; resolves when those who take their time have heard it too. */
    async tell(frame: T): Promise<void> {
      await Promise.all(Array.from(listeners, (listener) => listener(frame)));
    },
  };
}
