/** What a row in an exported file has to look like. Keys that are not known here stay as they are. */
import * as v from "valibot";
import { type ErrorCode, ID_PATTERN } from "../../static/protocol.js";
import type { Row } from "../journal/rows.ts";

const id = v.pipe(v.string(), v.regex(ID_PATTERN));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const place = {
  conversation: id,
  seq: v.pipe(count, v.minValue(1)),
  time: count,
};
const number = v.optional(v.number());

const CODES = {
  unavailable: true,
  model_missing: true,
  model_busy: true,
  no_vision: true,
  timeout: true,
  interrupted: true,
  repeating: true,
  restarted: true,
  context: true,
  upstream: true,
  bad_reply: true,
  storage: true,
} satisfies Record<ErrorCode, true>;

const code = v.custom<ErrorCode>((value) =>
  typeof value === "string" && Object.hasOwn(CODES, value)
);

const context = v.looseObject({
  used: v.number(),
  limit: v.number(),
  dropped: v.number(),
  unsure: v.optional(v.literal(true)),
});
const stats = v.looseObject({
  promptTokens: number,
  answerTokens: number,
  promptMs: number,
  answerMs: number,
  loadMs: number,
  totalMs: number,
});

function chosen<S extends v.GenericSchema>(schema: S) {
  return v.optional(v.nullable(schema));
}

const ROW: v.GenericSchema<unknown, Row> = v.variant("type", [
  v.looseObject({
    ...place,
    type: v.literal("user"),
    id,
    parent: v.nullable(id),
    message: v.string(),
    images: v.optional(v.array(v.string())),
  }),
  v.looseObject({
    ...place,
    type: v.literal("typing"),
    id,
    parent: id,
    request: id,
    model: v.string(),
    message: v.string(),
    continues: v.optional(id),
  }),
  v.looseObject({
    ...place,
    type: v.picklist(["token", "thinking"]),
    id,
    offset: count,
    message: v.string(),
  }),
  v.looseObject({
    ...place,
    type: v.literal("ai"),
    id,
    reason: v.picklist(["stop", "length", "stopped"]),
    message: v.string(),
    thinking: v.optional(v.string()),
    stats: v.optional(stats),
    context: v.optional(context),
  }),
  v.looseObject({
    ...place,
    type: v.literal("error"),
    id,
    code: v.fallback(code, "upstream"),
    message: v.string(),
    text: v.string(),
    thinking: v.optional(v.string()),
  }),
  v.looseObject({ ...place, type: v.literal("title"), message: v.string() }),
  v.looseObject({
    ...place,
    type: v.literal("settings"),
    model: chosen(v.string()),
    system: chosen(v.string()),
    temperature: chosen(v.number()),
    top_p: chosen(v.number()),
    top_k: chosen(v.number()),
    num_predict: chosen(v.number()),
    seed: chosen(v.number()),
    think: chosen(v.boolean()),
  }),
  v.looseObject({ ...place, type: v.literal("head"), id }),
  v.looseObject({ ...place, type: v.picklist(["deleted", "restored"]) }),
]);

/** The row that a value is, or why it is none. */
export function parseRow(value: unknown): Row | Error {
  const parsed = v.safeParse(ROW, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  return new Error(where ? `${where}: ${issue.message}` : "This is no row.");
}
