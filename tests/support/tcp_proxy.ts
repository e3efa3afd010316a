/** A TCP proxy on 127.0.0.1 that misbehaves when it is told to. */
import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Ends all connections, each with a reset where this Deno can do it. */
  reset(): void;
  /** Ends all connections in the usual way, wherever they stand. */
  cut(): void;
  /** Passes nothing on, in either direction, until `resume()`. */
  stall(): void;
  resume(): void;
}

/** @param options.split the most bytes that are passed on in one write @default {Infinity} */
export async function startTcpProxy(
  { to, split = Infinity }: { to: number; split?: number },
): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    pass(client, { to: upstream, split });
    pass(upstream, { to: client, split });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => sockets.delete(socket));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");

  return {
    port: address.port,
    get open() {
      return sockets.size / 2;
    },
    reset: () => sockets.forEach(reset),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    stall: () => sockets.forEach((socket) => socket.pause()),
    resume: () => sockets.forEach((socket) => socket.resume()),
    async [Symbol.asyncDispose]() {
      const closed = [...sockets].map((socket) => once(socket, "close"));
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await Promise.all([...closed, once(server, "close")]);
    },
  };
}

function pass(from: Socket, { to, split }: { to: Socket; split: number }): void {
  from.on("data", (data) => {
    for (let at = 0; at < data.length; at += split) to.write(data.subarray(at, at + split));
  });
  from.on("end", () => to.end());
  // A broken side breaks the other; why it broke is of no interest here.
  from.on("error", () => to.destroy());
}

/** Deno 2.7 has no way to reset a connection, and closes it. */
function reset(socket: Socket): void {
  if (typeof socket.resetAndDestroy === "function") socket.resetAndDestroy();
  else socket.destroy();
}
