/** A page that comes back: dials until the server is there, and opens its conversation. */
import { SUBPROTOCOL } from "../static/protocol.js";

/** Milliseconds until the next try. */
const PAUSE = 50;

/** Resolves when all of the conversation was there. */
export async function resume(origin: string, conversation: string): Promise<void> {
  while (!await attempt(origin, conversation)) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** What is looked at of a frame. */
interface Frame {
  type: string;
  upto: number;
  more?: boolean;
}

/** @returns whether the line held until all was there */
function attempt(origin: string, conversation: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws`, SUBPROTOCOL);
  let whole = false;
  const open = (since: number) =>
    socket.send(JSON.stringify({ type: "open", conversation, since }));
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const { type, upto, more }: Frame = JSON.parse(data);
    if (type === "hello") open(0);
    else if (type === "opened" && more) open(upto);
    else if (type === "opened") {
      whole = upto > 0;
      socket.close();
    }
  };
  socket.onerror = (event) => event.preventDefault();
  socket.onclose = () => resolve(whole);
  return promise;
}
