/** What a scripted answer of the fake Ollama looks like, and how it is played to a connection. */
import type { Exchange } from "./raw_http_server.ts";

/**
 * One step of an answer. Each one that sends something is one write to the network:
 * a token; a thought; several tokens in one write; any JSON line; bytes as they are;
 * or a pause until a promise resolves.
 */
export type Step =
  | string
  | { thinking: string }
  | { tokens: string[] }
  | { line: unknown }
  | { raw: string | Uint8Array }
  | { hold: Promise<unknown> };

/**
 * How a stream ends: `done` with Ollama's last line; `length` the same with that reason; `bare`
 * as `done`, but without a newline; `missing` cleanly, with no last line; `cut` with the
 * connection closed in the middle of a chunk, or before the head where nothing was sent; `open` not
 * at all, until the client goes.
 */
export type End = "done" | "length" | "bare" | "missing" | "cut" | "open";

export interface Script {
  /** @default {200} */
  status?: number;
  headers?: Record<string, string>;
  /** Sent as it is, in place of a stream. */
  body?: string | Uint8Array;
  steps?: Iterable<Step> | AsyncIterable<Step>;
  /** @default {"done"} */
  end?: End;
  /** Fields of the last line that replace the usual ones. */
  stats?: Record<string, number>;
}

/** How one line of a stream is written for the path that was asked. */
export interface LineShapes {
  token(text: string): unknown;
  thinking(text: string): unknown;
  /** `undefined`: a stream of this path has no last line of its own. */
  last(reason: string, stats: Record<string, number>): unknown;
}

/** How playing ended: `whole` to its end, `cut` by the script, `left` by the client. */
export type Outcome = "whole" | "cut" | "left";

const STATS = {
  total_duration: 30_000_000,
  load_duration: 1_000_000,
  prompt_eval_count: 7,
  prompt_eval_duration: 4_000_000,
  eval_duration: 25_000_000,
};

/**
 * Plays a script. As with the real Ollama the headers leave with the first line, so that a hold
 * before it keeps back everything.
 */
export async function play(
  { status = 200, headers = {}, body, steps = [], end = "done", stats = {} }: Script,
  exchange: Exchange,
  shapes: LineShapes,
): Promise<Outcome> {
  if (body !== undefined) {
    const sent = await exchange.send(wholeResponse(status, headers, body));
    return sent ? "whole" : "left";
  }
  const start = head(status, {
    "content-type": "application/x-ndjson",
    "transfer-encoding": "chunked",
    ...headers,
  });
  let begun = false;
  const write = (text: string | Uint8Array) => {
    const bytes = chunk(begun ? "" : start, text);
    begun = true;
    return exchange.send(bytes);
  };
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;
  let count = 0;

  for await (const step of steps) {
    if (exchange.gone.aborted) return "left";
    if (typeof step === "object" && "hold" in step) {
      await Promise.race([step.hold, whenAborted(exchange.gone)]);
      continue;
    }
    const texts = typeof step === "string" ? [step] : "tokens" in step ? step.tokens : [];
    count += texts.length;
    let output: string | Uint8Array = texts.map((text) => line(shapes.token(text))).join("");
    if (typeof step === "object") {
      if ("thinking" in step) output = line(shapes.thinking(step.thinking));
      if ("line" in step) output = line(step.line);
      if ("raw" in step) output = step.raw;
    }
    if (!await write(output)) return "left";
  }

  if (exchange.gone.aborted) return "left";
  if (end === "open") {
    await whenAborted(exchange.gone);
    return "left";
  }
  if (end === "cut") {
    if (begun) await exchange.send(`ff\r\n{"model":"hal`);
    exchange.cut();
    return "cut";
  }
  if (end !== "missing") {
    const reason = end === "length" ? "length" : "stop";
    const value = shapes.last(reason, { ...STATS, eval_count: count, ...stats });
    if (value !== undefined) await write(end === "bare" ? line(value).trimEnd() : line(value));
  }
  return await exchange.send(`${begun ? "" : start}0\r\n\r\n`) ? "whole" : "left";
}

function wholeResponse(
  status: number,
  headers: Record<string, string>,
  body: string | Uint8Array,
): Uint8Array {
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const start = head(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(bytes.length),
    ...headers,
  });
  return joined(encoder.encode(start), bytes);
}

function head(status: number, headers: Record<string, string>): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${status < 400 ? "OK" : "Error"}\r\n${fields.join("")}\r\n`;
}

/** A chunk of a chunked body, after what stands before it; no chunk for no bytes. */
function chunk(before: string, content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  if (bytes.length === 0) return encoder.encode(before);
  const size = bytes.length.toString(16);
  return joined(encoder.encode(`${before}${size}\r\n`), bytes, encoder.encode("\r\n"));
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const encoder = new TextEncoder();

/** Resolves once the signal is aborted. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
