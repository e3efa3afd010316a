/**
 * A small HTTP/1.1 server on a bare TCP socket. Unlike `Deno.serve` it can end a connection in the
 * middle of a chunk, and it tells when the other side went away.
 */

/** One request, and the connection it came on. */
export interface Exchange {
  method: string;
  /** Path and query, as they came. */
  target: string;
  headers: Headers;
  body: string;
  /** Counts the connections of this server from 1; equal numbers mean a connection used again. */
  connection: number;
  /** Aborted once the connection is gone, whoever closed it. */
  gone: AbortSignal;
  /** Writes bytes as they are; resolves `false` when the other side is gone. */
  send(bytes: Uint8Array | string): Promise<boolean>;
  /** Closes the connection at once, wherever it stands. */
  cut(): void;
}

export interface RawHttpServer extends AsyncDisposable {
  readonly port: number;
  /**
   * Ends connections on which no request is being answered, as a server does after a while.
   * Resolves once the other side has taken notice.
   */
  closeIdle(): Promise<void>;
}

const encoder = new TextEncoder();

/** Serves on 127.0.0.1 until disposed; `handler` writes the whole response itself. */
export function serveRawHttp(
  handler: (exchange: Exchange) => Promise<void>,
  { port = 0 }: { port?: number } = {},
): RawHttpServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const lines = new Set<{ conn: Deno.TcpConn; busy: boolean; done: Promise<void> }>();
  let opened = 0;

  async function serveLine(conn: Deno.TcpConn, line: { busy: boolean }): Promise<void> {
    const connection = ++opened;
    const gone = new AbortController();
    const input = readRequests(conn);
    const cut = () => closeQuietly(conn);
    const send = async (bytes: Uint8Array | string) => {
      let rest = typeof bytes === "string" ? encoder.encode(bytes) : bytes;
      try {
        while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
        return true;
      } catch {
        return false;
      }
    };
    let turn = Promise.resolve();
    try {
      for await (const request of input) {
        line.busy = true;
        const exchange = { ...request, connection, gone: gone.signal, send, cut };
        turn = turn.then(() => handler(exchange)).finally(() => line.busy = false);
      }
    } finally {
      gone.abort();
      cut();
      await turn;
    }
  }

  const accepting = (async () => {
    for await (const conn of listener) {
      conn.setNoDelay(true);
      const line = { conn, busy: false, done: Promise.resolve() };
      lines.add(line);
      line.done = serveLine(conn, line).finally(() => lines.delete(line));
    }
  })();

  return {
    port: listener.addr.port,
    async closeIdle() {
      const idle = [...lines].filter((line) => !line.busy);
      await Promise.all(idle.map((line) => line.conn.closeWrite().then(() => line.done)));
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const line of lines) closeQuietly(line.conn);
      await Promise.all([...lines].map((line) => line.done));
    },
  };
}

type Request = Pick<Exchange, "method" | "target" | "headers" | "body">;

/** Requests of one connection, until the other side closes it. */
async function* readRequests(conn: Deno.TcpConn): AsyncGenerator<Request> {
  // One character a byte, so that lengths in bytes are lengths of text.
  let input = "";
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    for (let next = takeRequest(input); next; next = takeRequest(input)) {
      input = next.rest;
      yield next.request;
    }
    const count = await conn.read(buffer).catch(() => null);
    if (count === null) return;
    for (const byte of buffer.subarray(0, count)) input += String.fromCharCode(byte);
  }
}

function takeRequest(input: string): { request: Request; rest: string } | undefined {
  const end = input.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first, ...fields] = input.slice(0, end).split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = new Headers(fields.map((field): [string, string] => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon), field.slice(colon + 1).trim()];
  }));
  const after = input.slice(end + 4);
  const chunked = headers.get("transfer-encoding") === "chunked";
  const length = Number(headers.get("content-length") ?? 0);
  const body = chunked ? takeChunks(after) : takeLength(after, length);
  if (!body) return undefined;
  const bytes = Uint8Array.from(body.text, (char) => char.charCodeAt(0));
  const request = { method, target, headers, body: new TextDecoder().decode(bytes) };
  return { request, rest: body.rest };
}

function takeLength(input: string, length: number): { text: string; rest: string } | undefined {
  if (input.length < length) return undefined;
  return { text: input.slice(0, length), rest: input.slice(length) };
}

function takeChunks(input: string): { text: string; rest: string } | undefined {
  let text = "";
  for (let at = 0;;) {
    const line = input.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = parseInt(input.slice(at, line), 16);
    const end = line + 2 + size + 2;
    if (input.length < end) return undefined;
    if (size === 0) return { text, rest: input.slice(end) };
    text += input.slice(line + 2, end - 2);
    at = end;
  }
}

function closeQuietly(conn: Deno.TcpConn): void {
  try {
    conn.close();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.BadResource)) throw cause;
  }
}
