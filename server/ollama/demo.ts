/**
 * Ollama's HTTP API without Ollama, as a `fetch`: the page can be tried with nothing installed,
 * through the same relay as ever. Its one model is no language model, and says so.
 */
import * as v from "valibot";
import type { Fetch } from "./call.ts";
import { DEMO_MODEL } from "./catalogue.ts";
import { type Clock, systemClock } from "../clock.ts";
import { demoAnswer } from "./demo_answers.ts";

/** Milliseconds before the first token and between tokens: some thirty a second. */
const PACE = { first: 400, next: 33 };

const Body = v.fallback(
  v.object({
    model: v.fallback(v.string(), ""),
    prompt: v.fallback(v.string(), ""),
    messages: v.fallback(v.array(v.object({ role: v.string(), content: v.string() })), []),
    options: v.fallback(v.object({ num_predict: v.optional(v.number(), -1) }), { num_predict: -1 }),
  }),
  { model: "", prompt: "", messages: [], options: { num_predict: -1 } },
);
type Body = v.InferOutput<typeof Body>;

/** @param options.clock makes the pace; answers depend on what is asked alone */
export function demoFetch({ clock = systemClock }: { clock?: Clock } = {}): Fetch {
  return async (url, { method = "GET", body, signal }) => {
    signal?.throwIfAborted();
    const sent = v.parse(Body, body ? await new Response(body).json() : {});
    signal?.throwIfAborted();
    const answer = ROUTES[`${method} ${new URL(url).pathname}`];
    if (!answer) return Response.json({ error: "not part of the demo" }, { status: 404 });
    return answer(sent, { clock, signal: signal ?? undefined });
  };
}

const ROUTES: Record<string, (body: Body, options: StreamOptions) => Response> = {
  "GET /api/version": () => Response.json({ version: "demo" }),
  "GET /api/tags": () => Response.json({ models: [{ name: DEMO_MODEL, size: 0 }] }),
  "GET /api/ps": () => Response.json({ models: [{ name: DEMO_MODEL, context_length: 8192 }] }),
  "POST /api/show": (body) => {
    if (!isDemo(body)) return missing(body);
    const model_info = { "general.architecture": "demo", "demo.context_length": 8192 };
    return Response.json({ model_info, capabilities: ["completion"] });
  },
  "POST /api/pull": (_, options) => {
    const error = "this is the demo, which has no models to pull; start Parley without DEMO";
    return stream([{ error }], options);
  },
  "POST /api/generate": (body, options) => {
    if (!isDemo(body)) return missing(body);
    if (body.prompt === "") return stream([{ done: true, done_reason: "load" }], options);
    const wrap = (response: string) => ({ response });
    return stream(lines(lastTurn(body.prompt), { body, wrap }), options);
  },
  "POST /api/chat": (body, options) => {
    if (!isDemo(body)) return missing(body);
    const wrap = (content: string) => ({ message: { role: "assistant", content } });
    return stream(lines(lastMessage(body), { body, wrap }), options);
  },
};

function isDemo({ model }: Body): boolean {
  return model === DEMO_MODEL || model === `${DEMO_MODEL}:latest`;
}

function missing({ model }: Body): Response {
  return Response.json({ error: `model '${model}' not found` }, { status: 404 });
}

/** What the user said last in a prompt of the form `…User: …\nAssistant:`. */
function lastTurn(prompt: string): string {
  const from = prompt.lastIndexOf("User:");
  return prompt.slice(from < 0 ? 0 : from + "User:".length).replace(/\nAssistant:\s*$/, "");
}

function lastMessage({ messages }: Body): string {
  return messages.findLast(({ role }) => role === "user")?.content ?? "";
}

/** An answer's lines, one a word, and the last one with what Ollama would have counted. */
function lines(
  said: string,
  { body, wrap }: { body: Body; wrap: (text: string) => object },
): object[] {
  const words = demoAnswer(said.trim()).match(/\s*\S+/g) ?? [];
  const { num_predict } = body.options;
  const kept = num_predict > 0 ? words.slice(0, num_predict) : words;
  const duration = (PACE.first + kept.length * PACE.next) * 1e6;
  return [
    ...kept.map((word) => ({ model: DEMO_MODEL, ...wrap(word), done: false })),
    {
      model: DEMO_MODEL,
      ...wrap(""),
      done: true,
      done_reason: kept.length < words.length ? "length" : "stop",
      prompt_eval_count: said.split(/\s+/).length,
      prompt_eval_duration: PACE.first * 1e6,
      eval_count: kept.length,
      eval_duration: kept.length * PACE.next * 1e6,
      load_duration: 0,
      total_duration: duration,
    },
  ];
}

interface StreamOptions {
  clock: Clock;
  signal?: AbortSignal;
}

/** Lines at a natural pace. A line is made when it is asked for, so nothing runs once nobody reads. */
function stream(values: object[], { clock, signal }: StreamOptions): Response {
  const encoder = new TextEncoder();
  let next = 0;
  let cancel = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      signal?.addEventListener("abort", () => {
        cancel();
        controller.error(signal.reason);
      }, { once: true });
    },
    pull(controller) {
      const { promise, resolve } = Promise.withResolvers<void>();
      cancel = clock.after(next === 0 ? PACE.first : PACE.next, () => {
        controller.enqueue(encoder.encode(`${JSON.stringify(values[next++])}\n`));
        if (next === values.length) controller.close();
        resolve();
      });
      return promise;
    },
    cancel: () => cancel(),
  }, { highWaterMark: 0 });
  return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
}
