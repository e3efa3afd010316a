/**
 * A scripted Ollama on 127.0.0.1 that records what it was asked. It speaks Ollama's HTTP API as far
 * as Parley uses it, and streams always.
 *
 * ```ts
 * const gate = Promise.withResolvers<void>();
 * await using fake = await startFakeOllama({
 *   answers: [["Hel", "lo"], { steps: ["slow", { hold: gate.promise }, "ly"], end: "cut" }],
 * });
 * const request = await fake.nextRequest("/api/chat");
 * assert.equal(await request.outcome, "whole");
 * ```
 */
import { fakeRoutes, type Installed } from "./fake_routes.ts";
import { type Outcome, play, type Script, type Step, whenAborted } from "./fake_script.ts";
import { type Exchange, serveRawHttp } from "./raw_http_server.ts";

export type { End, Outcome, Script, Step } from "./fake_script.ts";

/** A script, its steps alone, or a function that chooses by the request. */
export type Answer = Script | Step[] | ((request: FakeRequest) => Script | Step[]);

export interface FakeRequest {
  method: string;
  path: string;
  headers: Headers;
  /** The JSON body, or the text itself where it is none. */
  body: unknown;
  /** Counts connections from 1; equal numbers mean a connection used again. */
  connection: number;
  /** How its answer ended. */
  outcome: Promise<Outcome>;
  /** Resolves once the connection it came on is closed. */
  closed: Promise<void>;
}

export interface FakeOptions {
  /** @default {0} any free one */
  port?: number;
  /** Installed models: names, or what `/api/tags` says of them. @default {["gemma:2b"]} */
  models?: (string | Installed)[];
  /** Names of models in memory. @default {[]} */
  loaded?: string[];
  /** Of generate and chat, in order; the last one stays. */
  answers?: Answer[];
  /** Of pulls, likewise; with none a pull succeeds in four steps. */
  pulls?: Answer[];
  /** Of loads (a generate or chat with nothing to answer), likewise. */
  loads?: Answer[];
  /** In place of what a path, such as `/api/tags`, usually says. */
  routes?: Record<string, Answer>;
}

export interface FakeOllama extends AsyncDisposable, Required<Omit<FakeOptions, "models">> {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** Everything it was asked, in order. */
  readonly requests: FakeRequest[];
  /** The most answers that were being written at the same time. */
  readonly peak: number;
  models: Installed[];
  /** The first request (of that path) that no earlier call was given; waits for one to come. */
  nextRequest(path?: string): Promise<FakeRequest>;
  /**
   * Ends connections on which nothing is being answered; resolves once the other side has noticed.
   */
  closeIdle(): Promise<void>;
}

/** Starts a fake Ollama; disposing it closes every connection. All lists may be changed later. */
export function startFakeOllama({
  port = 0,
  models = ["gemma:2b"],
  loaded = [],
  answers = [["Hello", " from", " the", " fake", "."]],
  pulls = [],
  loads = [],
  routes = {},
}: FakeOptions = {}): Promise<FakeOllama> {
  const requests: FakeRequest[] = [];
  const unclaimed: FakeRequest[] = [];
  const waiting: { path?: string; resolve: (request: FakeRequest) => void }[] = [];
  let writing = 0;
  let peak = 0;

  function record(request: FakeRequest): void {
    requests.push(request);
    const next = waiting.findIndex(({ path }) => path === undefined || path === request.path);
    if (next < 0) unclaimed.push(request);
    else waiting.splice(next, 1)[0].resolve(request);
  }

  async function handle(exchange: Exchange): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const request: FakeRequest = {
      method: exchange.method,
      path: exchange.target.split("?")[0],
      headers: exchange.headers,
      body: parse(exchange.body),
      connection: exchange.connection,
      outcome: promise,
      closed: whenAborted(exchange.gone),
    };
    record(request);
    const { answer, shapes, answers: counted } = fakeRoutes(fake, request);
    const chosen = typeof answer === "function" ? answer(request) : answer;
    if (counted) peak = Math.max(peak, ++writing);
    try {
      resolve(await play(Array.isArray(chosen) ? { steps: chosen } : chosen, exchange, shapes));
    } finally {
      if (counted) writing--;
    }
  }

  const server = serveRawHttp(handle, { port });
  const fake: FakeOllama = {
    address: `http://127.0.0.1:${server.port}`,
    port: server.port,
    requests,
    models: models.map((model) => typeof model === "string" ? { name: model } : model),
    loaded,
    answers,
    pulls,
    loads,
    routes,
    get peak() {
      return peak;
    },
    nextRequest(path) {
      const next = unclaimed.findIndex((request) => path === undefined || request.path === path);
      if (next >= 0) return Promise.resolve(unclaimed.splice(next, 1)[0]);
      const { promise, resolve } = Promise.withResolvers<FakeRequest>();
      waiting.push({ path, resolve });
      return promise;
    },
    closeIdle: () => server.closeIdle(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return Promise.resolve(fake);
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
