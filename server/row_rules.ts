/** What may stand in rows, whether someone asks for it over the wire or brings it in a file. */
import * as v from "valibot";
import { HASH_PATTERN, ID_PATTERN, LIMITS } from "../static/protocol.js";
import { isModelName } from "./ollama/model_name.ts";

export const id = v.pipe(v.string(), v.regex(ID_PATTERN));

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Hashes of a message's images. */
export const images = v.pipe(
  v.array(v.pipe(v.string(), v.regex(HASH_PATTERN))),
  v.minLength(1),
  v.maxLength(LIMITS.images),
);

export const title = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(LIMITS.titleChars),
);

/** What is chosen for a conversation: absent stays as it was, `null` is the default. */
export const SETTINGS = {
  model: chosen(v.pipe(v.string(), v.check(isModelName))),
  system: chosen(v.pipe(v.string(), v.maxLength(LIMITS.systemChars))),
  temperature: chosen(within(0, 2)),
  top_p: chosen(within(0, 1)),
  top_k: chosen(v.pipe(within(0, 100_000), v.integer())),
  num_predict: chosen(v.pipe(within(1, 1_000_000), v.integer())),
  seed: chosen(v.pipe(within(0, 2 ** 31 - 1), v.integer())),
  think: chosen(v.boolean()),
};

function chosen<S extends v.GenericSchema>(schema: S) {
  return v.optional(v.nullable(schema));
}

function within(min: number, max: number) {
  return v.pipe(v.number(), v.minValue(min), v.maxValue(max));
}
