/** A second tab: hears what another socket asked, and when each token arrived. */
import { SUBPROTOCOL } from "../static/protocol.js";
import { now, stampsIn } from "./answer.ts";

export interface Watcher {
  /**
   * Opens a conversation, by the frame of the one who will ask in it.
   * @returns a promise of each token's way, in milliseconds, once the answer has ended
   */
  watch(open: Record<string, unknown>): Promise<{ all: Promise<number[]> }>;
  close(): Promise<void>;
}

/** What is looked at of a frame. */
interface Frame {
  type: string;
  message?: string;
}

export async function connectWatcher(origin: string): Promise<Watcher> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws`, SUBPROTOCOL);
  const greeted = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  let opened = Promise.withResolvers<void>();
  let ended = Promise.withResolvers<number[]>();
  let latencies: number[] = [];

  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const arrived = now();
    const { type, message = "" }: Frame = JSON.parse(data);
    if (type === "token") {
      latencies.push(...stampsIn(message).map((written) => arrived - written));
    } else if (type === "hello") greeted.resolve();
    else if (type === "opened") opened.resolve();
    else if (type === "ai") ended.resolve(latencies);
    else if (type === "error") ended.reject(new Error(`A tab was shown an error: ${message}`));
  };
  socket.onclose = ({ code }) => {
    const error = new Error(`A tab's socket closed with ${code}`);
    for (const { reject } of [greeted, opened, ended]) reject(error);
    closed.resolve();
  };
  await greeted.promise;
  return {
    async watch(open) {
      latencies = [];
      opened = Promise.withResolvers();
      ended = Promise.withResolvers();
      ended.promise.catch(() => {}); // Whoever waits for it hears of it.
      socket.send(JSON.stringify(open));
      await opened.promise;
      return { all: ended.promise };
    },
    async close() {
      opened.promise.catch(() => {});
      ended.promise.catch(() => {});
      socket.close();
      await closed.promise;
    },
  };
}
