/** What every socket hears, whatever it speaks: how far models are, and what the server says. */
import type { ModelEvent } from "../ollama/models.ts";

export type Announcements = ReturnType<typeof createAnnouncements>;

export function createAnnouncements() {
  const listeners = new Set<(frame: ModelEvent) => void>();
  return {
    /** @returns a function that ends the listening */
    listen(listener: (frame: ModelEvent) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(frame: ModelEvent) {
      for (const listener of listeners) listener(frame);
    },
  };
}
