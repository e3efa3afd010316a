/** The JSON routes of health and models. docs/PROTOCOL.md §3 lists them. */
import { Hono } from "hono";
import * as v from "valibot";
import { ID_PATTERN } from "../../static/protocol.js";
import type { Keeping } from "../chat/keeping.ts";
import { Refusal } from "../chat/refusal.ts";
import { isModelName } from "../ollama/model_name.ts";
import type { Models } from "../ollama/models.ts";
import { type Ollama, UpstreamError } from "../ollama/ollama.ts";
import { failure, readJson } from "./json.ts";
import { OWNER } from "./owner.ts";
import type { Env } from "./sign_in.ts";

export interface ApiOptions {
  models: Models;
  ollama: Ollama;
  version: string;
  /** Seconds; said by `/health` as the reference does. */
  ollamaTimeout: number;
}

const Load = v.object({
  model: v.pipe(v.string(), v.check(isModelName, "This is not a model's name.")),
  /** The conversation in which it was chosen, which uses it from then on. */
  conversation: v.optional(v.pipe(v.string(), v.regex(ID_PATTERN, "This is not an id."))),
});

/** Routes below `/api/models`. */
export function modelRoutes(
  { models, ollama, keeping }: Pick<ApiOptions, "models" | "ollama"> & { keeping: Keeping },
) {
  /** One that has gone meanwhile needs no model. */
  const useIn = (conversation: string, model: string) =>
    keeping.settings({ owner: OWNER, conversation }, { model }).then(() => true, (error) => {
      if (!(error instanceof Refusal)) throw error;
      return false;
    });

  return new Hono()
    .get("/", async (c) => c.json(await models.list()))
    .get("/details", async (c) => {
      const model = c.req.query("model") ?? "";
      try {
        const { contextLength: context_length, capabilities } = await ollama.details(model);
        return c.json({ model, context_length, capabilities });
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const { code, message } = error;
        return failure(c, code === "model_missing" ? 404 : 502, { code, message });
      }
    })
    .post("/load", async (c) => {
      const body = await readJson(c, Load);
      if (body instanceof Response) {
        if (body.status !== 400) return body;
        const message = 'Name a model: {"model":"gemma:2b"}.';
        return c.json({ success: false, message, current_model: await models.current() }, 400);
      }
      const { model, conversation } = body;
      const useHere = conversation ? () => useIn(conversation, model) : undefined;
      const { status, ...result } = await models.load(model, { useHere });
      return c.json(result, status);
    })
    .delete("/load", async (c) => {
      const body = await readJson(c, Load);
      if (body instanceof Response) return body;
      if (models.cancel(body.model)) return c.body(null, 204);
      return failure(c, 404, { code: "not_found", message: "That model is not being pulled." });
    });
}

/**
 * Whether this server lives (`/health`), and whether a question would be answered (`/ready`). Only
 * the signed-in are told of Ollama and its models.
 */
export function healthRoutes({ models, ollama, version, ollamaTimeout }: ApiOptions) {
  return new Hono<Env>()
    .get("/health", async (c) => {
      if (!c.var.isSignedIn) return c.json({ status: "healthy", version });
      const [found, model] = await Promise.all([reach(ollama), models.current()]);
      return c.json({
        status: "healthy",
        version,
        ollama_host: ollama.address,
        ollama_model: model,
        ollama_timeout: ollamaTimeout,
        ollama: found instanceof Error ? { reachable: false } : { reachable: true, version: found },
      });
    })
    .get("/ready", async (c) => {
      const notReady = (code: string, why: string) =>
        failure(c, 503, { code, message: c.var.isSignedIn ? why : "Nothing is answered now." });
      const found = await reach(ollama);
      if (found instanceof Error) return notReady("unavailable", found.message);
      const { current_model, available_models } = await models.list();
      if (available_models[current_model]?.installed) return c.json({ status: "ready" });
      const why = `The model ${current_model} is not installed: ollama pull ${current_model}`;
      return notReady("model_missing", why);
    });
}

/** Long enough for a machine that is busy, short enough for who watches over this one. */
const HEALTH_PATIENCE = 2_000;

/** Ollama's version, or why it could not be had. */
async function reach(ollama: Ollama): Promise<string | Error> {
  const patience = new AbortController();
  const timer = setTimeout(
    () => patience.abort(new Error(`Ollama at ${ollama.address} did not answer in time.`)),
    HEALTH_PATIENCE,
  );
  try {
    return await ollama.version({ signal: patience.signal });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}
