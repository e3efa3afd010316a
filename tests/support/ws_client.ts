/** A WebSocket client for tests: `connect()`, `send()`, `await next()`. */

/** A frame as it came, parsed; tests look at what they expect to be there. */
export interface Frame extends Record<string, unknown> {
  type: string;
}

/** What a frame of type `opened` carries. */
export interface Opened {
  reset: boolean;
  upto: number;
  events: (Frame & { seq: number })[];
}

export interface Client extends AsyncDisposable {
  /** The sub-protocol that the server chose. */
  protocol: string;
  /** Sends an object as JSON, or a text as it is. */
  send(frame: object | string): void;
  /** The next frame that nobody took yet. @throws when the socket closes first, or none comes */
  next(): Promise<Frame>;
  /** The next frame of one of these types; those before it are dropped. Its fields are the caller's word. */
  nextOf<Fields = unknown>(...types: string[]): Promise<Frame & Fields>;
  /** All frames up to and with the next one of this type. */
  until(type: string): Promise<Frame[]>;
  /** Resolves when the socket is closed, by whomever. */
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

/** Milliseconds until a frame that does not come is a failure, and not a run that never ends. */
const PATIENCE = 60_000;
/** Frames that are told of where one did not come. */
const TOLD = 5;

/** Connects to `wsOrigin + "/ws"`; without a protocol it is a client of the basic protocol. */
export async function connect(
  wsOrigin: string,
  { protocol, path = "/ws" }: { protocol?: string; path?: string } = {},
): Promise<Client> {
  const socket = new WebSocket(wsOrigin + path, protocol ? [protocol] : []);
  const frames: Frame[] = [];
  const heard: string[] = [];
  const takers: PromiseWithResolvers<Frame>[] = [];
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const opened = Promise.withResolvers<void>();
  let over = false;
  socket.onopen = () => opened.resolve();
  socket.onmessage = ({ data }) => {
    const frame: Frame = JSON.parse(data);
    heard.push(data);
    if (heard.length > TOLD) heard.shift();
    const taker = takers.shift();
    if (taker) taker.resolve(frame);
    else frames.push(frame);
  };
  socket.onerror = (event) => event.preventDefault();
  socket.onclose = ({ code, reason }) => {
    over = true;
    const error = new Error(`The socket closed with ${code} ${reason}`);
    opened.reject(error);
    for (const taker of takers.splice(0)) taker.reject(error);
    closed.resolve({ code, reason });
  };
  await opened.promise;

  function next(): Promise<Frame> {
    const frame = frames.shift();
    if (frame) return Promise.resolve(frame);
    if (over) return Promise.reject(new Error("The socket is closed"));
    const taker = Promise.withResolvers<Frame>();
    takers.push(taker);
    const late = setTimeout(
      () => taker.reject(new Error(`No frame came any more; the last were ${heard.join(", ")}`)),
      PATIENCE,
    );
    return taker.promise.finally(() => clearTimeout(late));
  }
  async function nextOf<Fields>(...types: string[]): Promise<Frame & Fields> {
    while (true) {
      const frame = await next() as Frame & Fields;
      if (types.includes(frame.type)) return frame;
    }
  }
  async function until(type: string) {
    const taken = [await next()];
    while (taken.at(-1)?.type !== type) taken.push(await next());
    return taken;
  }
  const close = () => socket.close();
  return {
    protocol: socket.protocol,
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    next,
    nextOf,
    until,
    closed: closed.promise,
    close,
    async [Symbol.asyncDispose]() {
      close();
      await closed.promise;
    },
  };
}
