/** One request to Ollama, from `fetch` to the last byte of the response. */
import { bodyText } from "./body_text.ts";
import { type BodyReader, readerOf } from "./body_reader.ts";
import type { Clock } from "../clock.ts";
import { type Asked, fetchFault, statusFault } from "./faults.ts";
import { UpstreamError } from "./ollama.ts";
import { requestInit } from "./request_init.ts";
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
  /**
   * The next bytes of the body, which stay as they are until the next read; `undefined` at its end.
   * Throws an `UpstreamError`, or the signal's reason.
   */
  read(): Promise<Uint8Array | undefined>;
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
  let reader: BodyReader | undefined;
  // Deno forgets a fetch's signal once garbage was collected, so its body is cancelled as well.
  const abort = () => {
    controller.abort();
    void reader?.cancel().catch(alreadyBroken);
  };
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

  async function read(reader: BodyReader): Promise<Uint8Array | undefined> {
    try {
      const portion = await reader.read();
      if (portion) {
        silence = idle;
        watchdog.touch(idle.limit);
      } else {
        if (controller.signal.aborted) throw controller.signal.reason;
        ended = true;
      }
      return portion;
    } catch (cause) {
      throw reason(brokenOff(cause));
    }
  }

  async function finish(reader?: BodyReader): Promise<void> {
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
    const body = reader = readerOf(response.body ?? emptyBody());
    const call: Call = {
      read: () => read(body),
      complete: () => complete = true,
      [Symbol.asyncDispose]: () => finish(body),
    };
    if (response.status === 200 && !isPage(response)) return call;
    await using _ = call;
    throw statusFault(response.status, await bodyText(call, { max: REASON_BYTES }), setup);
  } catch (error) {
    await finish();
    throw error;
  }
}

function brokenOff(cause: unknown): UpstreamError {
  return new UpstreamError("interrupted", "The connection to Ollama broke off.", { cause });
}

/** Reads to the end; `false` when there is none in time. What is read by then no longer matters. */
async function toEnd(reader: BodyReader): Promise<boolean> {
  try {
    while (await reader.read());
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

function emptyBody(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ start: (controller) => controller.close() });
}
