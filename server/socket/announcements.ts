/** What every socket hears, whatever it speaks: how far models are, and what the server says. */
import type { LoadingFrame, SystemFrame } from "./protocol.ts";

export type Announcement = LoadingFrame | SystemFrame;
export type Announcements = ReturnType<typeof createAnnouncements>;

export function createAnnouncements() {
  const listeners = new Set<(frame: Announcement) => void>();
  return {
    /** @returns a function that ends the listening */
    listen(listener: (frame: Announcement) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(frame: Announcement) {
      for (const listener of listeners) listener(frame);
    },
  };
}
