/** WebSockets whose ends can be awaited, and whose faults are no news: a close always follows. */

export function trackSockets() {
  const open = new Set<Promise<void>>();

  class TrackedSocket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      const { promise, resolve } = Promise.withResolvers<void>();
      open.add(promise);
      this.addEventListener("error", (event) => event.preventDefault());
      this.addEventListener("close", () => {
        open.delete(promise);
        resolve();
      });
    }
  }

  return {
    WebSocket: TrackedSocket,
    /** Resolves when none is left. */
    closed: async () => void await Promise.all(open),
  };
}
