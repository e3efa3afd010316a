/** A WebSocket without a network: a test plays the server's part, frame by frame. */
import type { Row } from "../../server/journal/rows.ts";
import type { ClientFrame, ServerFrame } from "../../server/socket/protocol.ts";
import type { Socket } from "../../static/connection.js";

/** What a server that has nothing to tell says first. */
export const HELLO: Extract<ServerFrame, { type: "hello" }> = {
  type: "hello",
  version: "1",
  build: "b1",
  limits: { messageChars: 32_000, frameBytes: 1_048_576, waitingPrompts: 5 },
  loading: [],
};

export class FakeSocket implements Socket {
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  isClosed = false;
  readonly url: string;
  readonly protocol: string;
  readonly #outgoing: ClientFrame[] = [];

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  send(text: string) {
    this.#outgoing.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  /** The server says something. */
  say(frame: ServerFrame | Row) {
    this.sayText(JSON.stringify(frame));
  }

  sayText(data: string) {
    this.onmessage?.(new MessageEvent("message", { data }));
  }

  /** The server, or the network, ends it. */
  end(code = 1006) {
    this.onclose?.(new CloseEvent("close", { code }));
  }

  /** Takes what the page has sent since the last call. */
  sent(): ClientFrame[] {
    return this.#outgoing.splice(0);
  }
}

/** @returns a constructor in place of `WebSocket`, and every socket it made, oldest first */
export function createFakeSockets() {
  const sockets: FakeSocket[] = [];
  return {
    sockets,
    WebSocket: class extends FakeSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.push(this);
      }
    },
    get newest(): FakeSocket {
      const socket = sockets.at(-1);
      if (!socket) throw new Error("No socket was made yet.");
      return socket;
    },
  };
}
