/** What the fake Ollama says to each path of Ollama's HTTP API. */
import type { Answer, FakeOllama, FakeRequest } from "./fake_ollama.ts";
import type { LineShapes, Script } from "./fake_script.ts";

/** A line of `/api/tags`; what is absent is filled in. */
export interface Installed {
  name: string;
  size?: number;
  /** Present for models that run elsewhere. */
  remote_host?: string;
  remote_model?: string;
}

interface Route {
  answer: Answer;
  shapes: LineShapes;
  /** Whether this is an answer of a model, and not some other reply. */
  answers?: boolean;
}

const TIME = "2026-01-01T00:00:00.000000Z";

const PULL: Answer = [
  { line: { status: "pulling manifest" } },
  { line: { status: "pulling 0123456789ab", digest: "sha256:01", total: 1000, completed: 400 } },
  { line: { status: "pulling 0123456789ab", digest: "sha256:01", total: 1000, completed: 1000 } },
  { line: { status: "success" } },
];

/** The answer to a request, from the fake's lists or by Ollama's habits. */
export function fakeRoutes(fake: FakeOllama, request: FakeRequest): Route {
  const body = isObject(request.body) ? request.body : {};
  const name = typeof body.model === "string" ? body.model : "";
  const shapes = request.path === "/api/chat" ? chatShapes(name) : generateShapes(name);
  const special = fake.routes[request.path];
  if (special !== undefined) return { answer: special, shapes };
  const installed = fake.models.some((model) => full(model.name) === full(name));
  const missing = { answer: failure(404, `model '${name}' not found`), shapes };

  switch (`${request.method} ${request.path}`) {
    case "GET /api/version":
      return { answer: reply({ version: "0.17.0" }), shapes };
    case "GET /api/tags":
      return { answer: reply({ models: fake.models.map(tagged) }), shapes };
    case "GET /api/ps":
      return { answer: reply({ models: fake.loaded.map(running) }), shapes };
    case "POST /api/show":
      if (!installed) return missing;
      return {
        answer: reply({
          model_info: { "general.architecture": "gemma3", "gemma3.context_length": 32768 },
          capabilities: ["completion"],
        }),
        shapes,
      };
    case "POST /api/pull":
      return { answer: pulled(fake, name), shapes: { ...shapes, last: () => undefined } };
    case "POST /api/generate":
    case "POST /api/chat":
      if (!installed) return missing;
      if (asksNothing(body)) return { answer: kept(fake, name, body), shapes };
      if (!fake.loaded.includes(full(name))) fake.loaded.push(full(name));
      return { answer: take(fake.answers) ?? [], shapes, answers: true };
  }
  return { answer: { status: 404, headers: TEXT, body: "404 page not found" }, shapes };
}

const TEXT = { "content-type": "text/plain" };

/** A JSON reply, as to a small question. */
export function reply(value: unknown): Script {
  return { body: JSON.stringify(value) };
}

/** Ollama's way of saying no. */
export function failure(status: number, error: string): Script {
  return { status, body: JSON.stringify({ error }) };
}

function pulled(fake: FakeOllama, name: string): Answer {
  const scripted = take(fake.pulls);
  if (scripted !== undefined) return scripted;
  fake.models.push({ name: full(name) });
  return PULL;
}

/** Loading and unloading: a last line alone. */
function kept(fake: FakeOllama, name: string, body: Record<string, unknown>): Answer {
  const scripted = take(fake.loads);
  if (scripted !== undefined) return scripted;
  const unload = body.keep_alive === 0;
  fake.loaded = fake.loaded.filter((loaded) => loaded !== full(name));
  if (!unload) fake.loaded.push(full(name));
  const line = { model: name, created_at: TIME, response: "", done: true };
  return {
    steps: [{ line: { ...line, done_reason: unload ? "unload" : "load" } }],
    end: "missing",
  };
}

function asksNothing(body: Record<string, unknown>): boolean {
  return (body.prompt ?? "") === "" &&
    (!Array.isArray(body.messages) || body.messages.length === 0);
}

function generateShapes(model: string): LineShapes {
  const base = { model, created_at: TIME };
  return {
    token: (response) => ({ ...base, response, done: false }),
    thinking: (thinking) => ({ ...base, response: "", thinking, done: false }),
    last: (done_reason, stats) => ({ ...base, response: "", done: true, done_reason, ...stats }),
  };
}

function chatShapes(model: string): LineShapes {
  const base = { model, created_at: TIME };
  const said = (content: string, more = {}) => ({
    message: { role: "assistant", content, ...more },
  });
  return {
    token: (text) => ({ ...base, ...said(text), done: false }),
    thinking: (thinking) => ({ ...base, ...said("", { thinking }), done: false }),
    last: (done_reason, stats) => ({ ...base, ...said(""), done: true, done_reason, ...stats }),
  };
}

function tagged({ name, size = 1_678_456_656, ...more }: Installed) {
  return { name: full(name), model: full(name), modified_at: TIME, size, digest: "ab12", ...more };
}

function running(name: string) {
  return { name: full(name), model: full(name), context_length: 4096, expires_at: TIME };
}

/** The next of a list; the last one stays. */
function take(list: Answer[]): Answer | undefined {
  return list.length > 1 ? list.shift() : list[0];
}

/** Names without a tag mean `latest`, and Ollama lists them so. */
function full(name: string): string {
  return name.includes(":") ? name : `${name}:latest`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
