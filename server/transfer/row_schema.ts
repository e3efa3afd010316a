/** What a row in an exported file has to look like. Keys that are not known here stay as they are. */
import * as v from "valibot";
import type { ErrorCode } from "../../static/protocol.js";
import type { Row } from "../journal/rows.ts";
import { count, id, images, SETTINGS, title } from "../row_rules.ts";
import { isDeeper } from "./depth.ts";
import { LATEST_TIME } from "./latest_time.ts";

/** A half of what can be counted exactly: the other one is for the rows that come later. */
const LAST_SEQ = 2 ** 52;

/** What is known here has three. */
const DEPTH = 8;

const place = {
  conversation: id,
  seq: v.pipe(count, v.minValue(1), v.maxValue(LAST_SEQ)),
  time: v.pipe(count, v.maxValue(LATEST_TIME)),
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

const ROW: v.GenericSchema<unknown, Row> = v.variant("type", [
  v.looseObject({
    ...place,
    type: v.literal("user"),
    id,
    parent: v.nullable(id),
    message: v.string(),
    images: v.optional(images),
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
  v.looseObject({ ...place, type: v.literal("title"), message: title }),
  v.looseObject({ ...place, type: v.literal("settings"), ...SETTINGS }),
  v.looseObject({ ...place, type: v.literal("head"), id }),
  v.looseObject({ ...place, type: v.picklist(["deleted", "restored"]) }),
]);

/** The row that a value is, or why it is none. */
export function parseRow(value: unknown): Row | Error {
  if (isDeeper(value, DEPTH)) return new Error("It is nested too deeply.");
  const parsed = v.safeParse(ROW, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  return new Error(where ? `${where}: ${issue.message}` : "This is no row.");
}
