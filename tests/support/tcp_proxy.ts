/** A TCP proxy on 127.0.0.1 that misbehaves when it is told to. */
import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Connections that there have been. */
  readonly accepted: number;
  /** Ends all connections, each with a reset where this Deno can do it. */
  reset(): void;
  /** Ends all connections in the usual way, wherever they stand. */
  cut(): void;
  /** Ends a connection after so many more bytes that it would pass on, to either side. */
  cutAfter(bytes: number): void;
  /** Passes nothing on, in either direction, until `resume()`. */
  stall(): void;
  resume(): void;
}

export interface TcpProxyOptions {
  /** The port that connections are passed on to, looked at anew for each. */
  to: number | (() => number);
  /** The most bytes that are passed on in one write. @default {Infinity} */
  split?: number;
  /** How many milliseconds the next bytes wait before they are passed on. @default {() => 0} */
  delay?: () => number;
}

export async function startTcpProxy(
  { to, split = Infinity, delay = () => 0 }: TcpProxyOptions,
): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let allowance = Infinity;
  let accepted = 0;

  function pass(from: Socket, other: Socket): void {
    const late = createLate(delay, other);
    from.on("data", (data) =>
      late(() => {
        const passed = data.subarray(0, allowance);
        for (let at = 0; at < passed.length; at += split) {
          other.write(passed.subarray(at, at + split));
        }
        if (passed.length < data.length) {
          allowance = Infinity;
          other.destroySoon();
          from.destroy();
        } else allowance -= passed.length;
      }));
    from.on("end", () => late(() => other.end()));
    // A broken side breaks the other; why it broke is of no interest here.
    from.on("error", () => other.destroy());
  }

  const server = createServer((client) => {
    accepted++;
    const upstream = connect(typeof to === "number" ? to : to(), "127.0.0.1");
    pass(client, upstream);
    pass(upstream, client);
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
    get accepted() {
      return accepted;
    },
    reset: () => sockets.forEach(reset),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    cutAfter(bytes) {
      allowance = bytes;
    },
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

/** Runs what it is given in order, each after its delay, while a socket is there. */
function createLate(delay: () => number, socket: Socket): (act: () => void) => void {
  const acts: (() => void)[] = [];
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let until = 0;
  socket.on("close", () => timers.forEach(clearTimeout));
  return (act) => {
    const now = performance.now();
    until = Math.max(until, now + delay());
    if (until <= now && acts.length === 0) return act();
    acts.push(act);
    const timer = setTimeout(() => {
      timers.delete(timer);
      // Timers of neighbouring moments may change places; what they stand for must not.
      acts.shift()?.();
    }, until - now);
    timers.add(timer);
  };
}

/** Deno 2.7 has no way to reset a connection, and closes it. */
function reset(socket: Socket): void {
  if (typeof socket.resetAndDestroy === "function") socket.resetAndDestroy();
  else socket.destroy();
}
