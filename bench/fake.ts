/**
 * An Ollama that answers at once and to everyone, from bytes made beforehand: every line a chunk of
 * its own, as Ollama sends them, many in one write.
 *
 *   deno run --allow-net bench/fake.ts PORT
 */
import { type Exchange, serveRawHttp } from "../tests/support/raw_http_server.ts";
import { stampedToken, tokenAt, type Wish, wishIn } from "./answer.ts";

/** How a line says a token, on the path that was asked. */
type Shape = (token: string) => Record<string, unknown>;

const SHAPES: Readonly<Record<string, Shape>> = {
  "/api/chat": (content) => ({ message: { role: "assistant", content } }),
  "/api/generate": (response) => ({ response }),
};

const REPLIES: Readonly<Record<string, unknown>> = {
  "/api/version": { version: "0.0.0" },
  "/api/tags": { models: [{ name: "gemma:2b", size: 1_678_456_656 }] },
  "/api/ps": { models: [{ name: "gemma:2b", context_length: 4096 }] },
};

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n" +
  "transfer-encoding: chunked\r\n\r\n";
const encoder = new TextEncoder();
const whole = new Map<string, Uint8Array>();
let paced = 0;

serveRawHttp(async (exchange) => {
  const path = exchange.target.split("?")[0];
  const shape = SHAPES[path];
  if (!shape) return void await exchange.send(replyTo(path));
  const wish = wishIn(exchange.body);
  if (wish.perSecond === undefined) await exchange.send(wholeAnswer(path, { ...wish, shape }));
  else await pace(exchange, { ...wish, perSecond: wish.perSecond, shape });
}, { port: Number(Deno.args[0]) });

function wholeAnswer(path: string, { tokens, shape }: Wish & { shape: Shape }): Uint8Array {
  const key = `${path} ${tokens}`;
  const known = whole.get(key);
  if (known) return known;
  const lines = Array.from({ length: tokens }, (_, index) => chunkOf(shape(tokenAt(index))));
  const bytes = encoder.encode([HEAD, ...lines, endOf(tokens, shape)].join(""));
  whole.set(key, bytes);
  return bytes;
}

/** Answers begin at different parts of the interval, so that no two tokens come at once. */
async function pace(
  exchange: Exchange,
  { tokens, perSecond, shape }: Required<Wish> & { shape: Shape },
) {
  const interval = 1000 / perSecond;
  let due = performance.now() + interval * (paced++ % 100) / 100;
  await exchange.send(HEAD);
  for (let count = 0; count < tokens; count++, due += interval) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    if (!await exchange.send(chunkOf(shape(stampedToken())))) return;
  }
  await exchange.send(endOf(tokens, shape));
}

function chunkOf(fields: Record<string, unknown>): string {
  const line = { model: "gemma:2b", created_at: "2025-01-01T00:00:00.000000000Z", ...fields };
  const text = `${JSON.stringify({ done: false, ...line })}\n`;
  return `${encoder.encode(text).length.toString(16)}\r\n${text}\r\n`;
}

function endOf(tokens: number, shape: Shape): string {
  const counts = {
    total_duration: 30_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: 7,
    prompt_eval_duration: 4_000_000,
    eval_count: tokens,
    eval_duration: 25_000_000,
  };
  return `${chunkOf({ ...shape(""), done: true, done_reason: "stop", ...counts })}0\r\n\r\n`;
}

function replyTo(path: string): string {
  const body = JSON.stringify(REPLIES[path] ?? { error: "not found" });
  return `HTTP/1.1 ${REPLIES[path] ? "200 OK" : "404 Not Found"}\r\n` +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
