/** One request to Ollama, from `fetch` to the last byte of the response. */
import type { Clock } from "./clock.ts";
import { type Asked, fetchFault, statusFault } from "./faults.ts";
import { UpstreamError } from "./ollama.ts";
import { startWatchdog } from "./watchdog.ts";

/** The only paths that are ever asked for. */
export type Path = `/api/${"generate" | "chat" | "tags" | "ps" | "show" | "pull" | "version"}`;

/** As much of `fetch` as is needed. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How long silence may last, in milliseconds, and the error for when it lasts longer. */
export interface Silence {
  limit: number;
  fault: (seconds: number) => UpstreamError;
}

export interface CallSetup extends Asked {
  fetch: Fetch;
  clock?: Clock;
  /** Sent as JSON by POST; without one it is a GET. */
  body?: unknown;
  signal?: AbortSignal;
  /** Until the first byte of the body. */
  first: Silence;
  /** Between two reads of it. @default {first} */
  idle?: Silence;
}

export interface Call extends AsyncDisposable {
  /** The body as it arrives. Throws an `UpstreamError`, or the signal's reason. */
  chunks(): AsyncIterable<Uint8Array>;
  /** All that matters has come: disposing then reads on to the end, in place of closing. */
  complete(): void;
}

/** Bytes that are read of a body that says why a request failed. */
const REASON_BYTES = 64 * 1024;

/** Milliseconds for the end of a body of which all that matters has come. */
const GRACE = 500;

/**
 * Sends a request and waits for the head of a good response. Disposing ends it: an unfinished one
 * is aborted, which closes the connection within milliseconds, and so stops Ollama.
 * @throws {UpstreamError} or the signal's reason
 */
export async function startCall(path: Path, setup: CallSetup): Promise<Call> {
  const { address, fetch, clock, body, signal, first, idle = first } = setup;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal?.addEventListener("abort", abort, { once: true });
  let silence = first;
  let expired: UpstreamError | undefined;
  let [complete, ended] = [false, false];
  const watchdog = startWatchdog(first.limit, {
    clock,
    onSilence(limit) {
      expired = silence.fault(Math.round(limit / 1000));
      abort();
    },
  });

  /** Why something threw: we were told to stop, we gave up waiting, or it failed by itself. */
  const reason = (otherwise: UpstreamError) =>
    signal?.aborted ? signal.reason : expired ?? otherwise;

  async function send(): Promise<Response> {
    try {
      return await fetch(address + path, requestInit(body, controller.signal));
    } catch (cause) {
      throw reason(fetchFault(cause, setup));
    }
  }

  /** Not a generator: this stands between every token and its reader, and generators take turns. */
  function chunks(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncIterable<Uint8Array> {
    async function next(): Promise<IteratorResult<Uint8Array, undefined>> {
      try {
        const result = await reader.read();
        if (result.done) {
          ended = true;
          return { done: true, value: undefined };
        }
        silence = idle;
        watchdog.touch(idle.limit);
        return result;
      } catch (cause) {
        throw reason(brokenOff(cause));
      }
    }
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  async function finish(reader?: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    if (complete && reader && !ended) {
      // Only a connection whose response was read to its end can be used again.
      watchdog.touch(GRACE);
      ended = await toEnd(reader);
    }
    if (!ended) await reader?.cancel().catch(alreadyBroken);
    watchdog[Symbol.dispose]();
    signal?.removeEventListener("abort", abort);
    if (!ended) abort();
  }

  try {
    const response = await send();
    const reader = (response.body ?? emptyBody()).getReader();
    const call: Call = {
      chunks: () => chunks(reader),
      complete: () => complete = true,
      [Symbol.asyncDispose]: () => finish(reader),
    };
    if (response.status === 200 && !isPage(response)) return call;
    await using _ = call;
    throw statusFault(response.status, await textOf(call, { max: REASON_BYTES }), setup);
  } catch (error) {
    await finish();
    throw error;
  }
}

/**
 * The whole body as text.
 * @throws {UpstreamError} `bad_reply` when it is longer than `max` bytes
 */
export async function textOf(call: Call, { max }: { max: number }): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of call.chunks()) {
    size += chunk.length;
    if (size > max) throw new UpstreamError("bad_reply", "Ollama's reply is too long.");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * The body of a POST is a stream, for Deno's sake. `fetch` keeps connections for later requests, and
 * Ollama or a proxy may close one at any time. Seen in Deno 2.9.6 and 2.7.11, 300 tries each: one
 * that was closed, reset or lost by a restart is found out before it is used, and a new one is
 * taken; nothing is lost and nothing is sent twice. Only within the last millisecond does the
 * request fail, and then `fetch` sends it again if its body can be copied, although Ollama may have
 * read it: a server that reads the request and closes the connection gets it twice (2.7.11: on a
 * new connection too). A stream cannot be copied, so what may have been sent is sent once.
 */
function requestInit(body: unknown, signal: AbortSignal): RequestInit {
  const init: RequestInit = { redirect: "error", signal, headers: IDENTITY };
  if (body === undefined) return init;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return {
    ...init,
    method: "POST",
    headers: { ...IDENTITY, "content-type": "application/json" },
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    }),
  };
}

/** A compressed answer would be held back until there is enough of it, and could unpack to anything. */
const IDENTITY = { "accept-encoding": "identity" };

function brokenOff(cause: unknown): UpstreamError {
  return new UpstreamError("interrupted", "The connection to Ollama broke off.", { cause });
}

/** Reads to the end; `false` when there is none in time. What is read by then no longer matters. */
async function toEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<boolean> {
  try {
    while (!(await reader.read()).done);
    return true;
  } catch {
    return false;
  }
}

/** A web page with status 200: someone else's, or a proxy's. */
function isPage({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/html") ?? false;
}

/** A body that failed cannot be cancelled, and need not be: its connection is gone. */
function alreadyBroken(): void {}

function emptyBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}
