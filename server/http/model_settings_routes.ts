/** What belongs to a model, for all conversations. docs/PROTOCOL.md lists the routes. */
import { Hono } from "hono";
import * as v from "valibot";
import { fullModelName, isModelName } from "../ollama/model_name.ts";
import { ModelChangesSchema, type ModelSettingsStore } from "../ollama/model_settings.ts";
import { type Ollama, UpstreamError } from "../ollama/ollama.ts";
import { failure, readJson } from "./json.ts";

const Change = v.object({
  model: v.pipe(v.string(), v.check(isModelName, "This is not a model's name.")),
  ...ModelChangesSchema.entries,
});

export interface ModelSettingsRoutesOptions {
  modelSettings: ModelSettingsStore;
  ollama: Ollama;
  /** NUM_CTX. */
  numCtx?: number;
}

/** Routes below `/api/models/settings`. */
export function modelSettingsRoutes({ modelSettings, ollama, numCtx }: ModelSettingsRoutesOptions) {
  return new Hono()
    .get("/", async (c) => {
      const models = await modelSettings.chosen();
      const defaults = { num_ctx: numCtx };
      const model = c.req.query("model");
      if (model === undefined) return c.json({ defaults, models });
      return c.json({ defaults, model, chosen: models[fullModelName(model)] ?? {} });
    })
    .patch("/", async (c) => {
      const body = await readJson(c, Change);
      if (body instanceof Response) return body;
      const { model, ...changes } = body;
      const most = changes.num_ctx ? await madeFor(model, ollama) : undefined;
      if (most !== undefined && (changes.num_ctx ?? 0) > most) {
        const message = `num_ctx: ${model} was made for ${most} tokens at most.`;
        return failure(c, 400, { code: "bad_request", message });
      }
      return c.json({ model, ...await modelSettings.change(model, changes) });
    });
}

/** The largest window a model can have; nothing where Ollama cannot say now. */
async function madeFor(model: string, ollama: Ollama): Promise<number | undefined> {
  try {
    return (await ollama.details(model)).contextLength;
  } catch (error) {
    if (error instanceof UpstreamError) return undefined;
    throw error;
  }
}
