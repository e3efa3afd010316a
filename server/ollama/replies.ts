/** The JSON of Ollama's small replies, checked and turned into Parley's words. */
import * as v from "valibot";
import type { InstalledModel, LoadedModel, ModelDetails, PullStep } from "./ollama.ts";

const optionalText = v.optional(v.string());
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

/** `/api/tags`. A model of a remote host has no weight here; older ones are told by their tag. */
export const TagsReply = v.object({
  models: v.array(v.pipe(
    v.object({
      name: v.string(),
      size: v.optional(count, 0),
      remote_host: optionalText,
      remote_model: optionalText,
    }),
    v.transform(({ name, size, remote_host, remote_model }): InstalledModel => {
      const remote = Boolean(remote_host || remote_model) || /[:-]cloud$/.test(name);
      return { name, size: remote ? 0 : size, remote };
    }),
  )),
});

/** `/api/ps`. */
export const LoadedReply = v.object({
  models: v.array(v.pipe(
    v.object({ name: v.string(), context_length: v.optional(count) }),
    v.transform(({ name, context_length }): LoadedModel => ({
      name,
      ...(context_length && { contextLength: context_length }),
    })),
  )),
});

/** `/api/show`. The window is named after the model's architecture. */
export const DetailsReply = v.pipe(
  v.object({
    model_info: v.optional(v.record(v.string(), v.unknown()), {}),
    capabilities: v.optional(v.array(v.string()), []),
  }),
  v.transform(({ model_info, capabilities }): ModelDetails => {
    const length = model_info[`${model_info["general.architecture"]}.context_length`];
    return { capabilities, ...(typeof length === "number" && { contextLength: length }) };
  }),
);

/** A line of `/api/pull`: a step, or why it ended. */
export const PullLine = v.union([
  v.object({ error: v.string() }),
  v.pipe(
    v.object({
      status: v.string(),
      digest: optionalText,
      total: v.optional(count),
      completed: v.optional(count),
    }),
    v.transform((step): PullStep => step),
  ),
]);

/** `/api/version`. */
export const VersionReply = v.object({ version: v.string() });
