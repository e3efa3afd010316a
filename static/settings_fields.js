/**
 * The settings of a conversation, as a form shows them: what each is called, what it does and what
 * may stand there (the server has the last word, docs/PROTOCOL.md).
 *
 * @import { ModelChanges, ModelSettings } from "../server/ollama/model_settings.ts"
 * @import { Settings } from "../server/journal/rows.ts"
 */

/**
 * @typedef {object} NumberField
 * @property {"temperature" | "top_p" | "top_k" | "num_predict" | "seed" | "num_ctx"} name
 * @property {string} label
 * @property {string} hint
 * @property {number} min
 * @property {number} max
 * @property {number | "any"} step
 */

/** @type {readonly (NumberField & { name: Exclude<NumberField["name"], "num_ctx"> })[]} */
export const NUMBERS = [
  {
    name: "temperature",
    label: "Temperature",
    hint: "0 to 2: low is steady, high is free",
    min: 0,
    max: 2,
    step: "any",
  },
  {
    name: "top_p",
    label: "Top p",
    hint: "0 to 1: the share of likely words to choose from",
    min: 0,
    max: 1,
    step: "any",
  },
  {
    name: "top_k",
    label: "Top k",
    hint: "how many likely words to choose from",
    min: 0,
    max: 100_000,
    step: 1,
  },
  {
    name: "num_predict",
    label: "Longest answer",
    hint: "in tokens",
    min: 1,
    max: 1_000_000,
    step: 1,
  },
  {
    name: "seed",
    label: "Seed",
    hint: "the same one makes the same answer again",
    min: 0,
    max: 2 ** 31 - 1,
    step: 1,
  },
];

/**
 * What a form says that differs from what holds. An empty field is the server's default.
 * @param {FormData} form
 * @param {Settings} held with the model
 * @returns {Settings}
 */
export function changedSettings(form, held) {
  const text = (/** @type {string} */ name) => String(form.get(name) ?? "").trim();
  const number = (/** @type {string} */ name) => text(name) === "" ? null : Number(text(name));
  const think = { "": null, on: true, off: false }[text("think")] ?? null;
  /** @type {Settings} */
  const wanted = {
    model: text("model") || null,
    system: text("system") || null,
    temperature: number("temperature"),
    top_p: number("top_p"),
    top_k: number("top_k"),
    num_predict: number("num_predict"),
    seed: number("seed"),
    think,
  };
  const former = new Map(Object.entries(held));
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== (former.get(name) ?? null)),
  );
}

/**
 * What a form says of a model that differs from what was chosen for it.
 * @param {FormData} form
 * @param {ModelSettings} chosen
 * @returns {ModelChanges | undefined} nothing where the form says the same, or nothing of a model
 */
export function changedModel(form, chosen) {
  const [window, keep] = [form.get("num_ctx"), form.get("keep_alive")];
  if (window === null || keep === null) return undefined;
  const num_ctx = window === "" ? null : Number(window);
  const keep_alive = keep === ""
    ? null
    : /^-?\d+$/.test(String(keep))
    ? Number(keep)
    : String(keep);
  /** @type {ModelChanges} */
  const changes = {
    ...(num_ctx === (chosen.num_ctx ?? null) ? {} : { num_ctx }),
    ...(keep_alive === (chosen.keep_alive ?? null) ? {} : { keep_alive }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
