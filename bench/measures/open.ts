/** How long it takes to open a long conversation, from the request to its last row. */
import { SUBPROTOCOL } from "../../static/protocol.js";
import type { Alone } from "../figure.ts";
import { makeLibrary } from "../library.ts";
import { startServer } from "../server.ts";
import type { Stage } from "../stage.ts";

const MESSAGES = 1000;

interface Frame {
  type: string;
  upto?: number;
  more?: boolean;
}

export async function measureOpen({ runs, ollama }: Stage): Promise<Alone[]> {
  await using library = await makeLibrary({
    conversations: runs + 1,
    messages: MESSAGES,
    characters: 600,
  });
  await using server = await startServer("parley", { ollama, folder: library.folder });
  const [warm, ...cold] = library.conversations;
  await open(server.origin, warm);
  const times: number[] = [];
  for (const conversation of cold) times.push(await open(server.origin, conversation));
  return [{
    what: `opening a conversation of ${MESSAGES.toLocaleString("en")} messages`,
    unit: "ms",
    values: times,
    target: { most: 50 },
  }];
}

/** @returns milliseconds, those of this process among them */
async function open(origin: string, conversation: string): Promise<number> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws`, [SUBPROTOCOL]);
  const opened = Promise.withResolvers<number>();
  let begun = 0;
  const ask = (since: number) => socket.send(JSON.stringify({ type: "open", conversation, since }));
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const { type, upto = 0, more }: Frame = JSON.parse(data);
    if (type === "hello") {
      begun = performance.now();
      ask(0);
    } else if (type === "opened" && more) ask(upto);
    else if (type === "opened") opened.resolve(performance.now() - begun);
  };
  socket.onclose = ({ code }) => opened.reject(new Error(`The socket closed with ${code}`));
  const time = await opened.promise;
  const closed = Promise.withResolvers<void>();
  socket.onclose = () => closed.resolve();
  socket.close();
  await closed.promise;
  return time;
}
