/** Schemas and types of every frame of `parley.v1` (docs/PROTOCOL.md §2) and of the basic protocol. */
import * as v from "valibot";
import type { RefusedCode } from "../../static/protocol.js";
import type { ListedFrame, PhaseFrame } from "../chat/frames.ts";
import type { Row } from "../journal/rows.ts";
import type { LoadingEvent } from "../ollama/load_jobs.ts";
import type { ModelSettings } from "../ollama/model_settings.ts";
import type { ModelEvent } from "../ollama/models.ts";
import { count, id, images, SETTINGS, title } from "../row_rules.ts";

/** Names a request that is answered by rows alone, so that how it fared can be told apart. */
const request = v.optional(id);

const CLIENT_FRAMES = {
  open: v.strictObject({
    type: v.literal("open"),
    conversation: id,
    id: request,
    epoch: v.optional(v.string()),
    since: v.optional(count),
  }),
  close: v.strictObject({ type: v.literal("close"), conversation: id }),
  prompt: v.strictObject({
    type: v.literal("prompt"),
    conversation: id,
    id,
    message: v.string(),
    parent: v.optional(v.nullable(id)),
    images: v.optional(images),
  }),
  retry: v.strictObject({ type: v.literal("retry"), conversation: id, id, of: id }),
  stop: v.strictObject({ type: v.literal("stop"), conversation: id, id }),
  continue: v.strictObject({ type: v.literal("continue"), conversation: id, id, of: id }),
  switch: v.strictObject({ type: v.literal("switch"), conversation: id, id }),
  settings: v.strictObject({
    type: v.literal("settings"),
    conversation: id,
    id: request,
    ...SETTINGS,
  }),
  rename: v.strictObject({
    type: v.literal("rename"),
    conversation: id,
    id: request,
    message: title,
  }),
  delete: v.strictObject({ type: v.literal("delete"), conversation: id, id: request }),
  restore: v.strictObject({ type: v.literal("restore"), conversation: id, id: request }),
  ping: v.strictObject({ type: v.literal("ping"), at: v.number() }),
} as const;

type Frames = { [T in keyof typeof CLIENT_FRAMES]: v.InferOutput<typeof CLIENT_FRAMES[T]> };

/** A frame from a client, by its type. */
export type ClientFrame<T extends keyof Frames = keyof Frames> = Frames[T];

const clientFrame = v.variant("type", Object.values(CLIENT_FRAMES));

/** What a frame is about, as far as it says: enough for its client to know it again. */
export type About = v.InferOutput<typeof about>;

const about = v.object({
  conversation: v.fallback(v.optional(id), undefined),
  id: v.fallback(v.optional(id), undefined),
});

/** The frame in a client's text, or at least what it is about where it is none. */
export function parseClientFrame(text: string): { frame?: ClientFrame; about: About } {
  const value = json(text);
  const parsed = v.safeParse(clientFrame, value);
  return {
    ...(parsed.success ? { frame: parsed.output } : {}),
    about: v.is(v.record(v.string(), v.unknown()), value) ? v.parse(about, value) : {},
  };
}

const basicMessage = v.object({ message: v.string() });

/** The message in a basic client's text, or `undefined` where there is none. Extra keys are let be. */
export function parseBasicMessage(text: string): string | undefined {
  const parsed = v.safeParse(basicMessage, json(text));
  return parsed.success ? parsed.output.message : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON is one way of not being a frame; the caller answers for all of them.
  }
}

/** How far a model is, as a frame. */
export type LoadingFrame = LoadingEvent;

/** What was chosen for a model has changed; absent is the default. */
export interface ModelSettingsFrame extends ModelSettings {
  type: "model";
  model: string;
}

/** Frames of `parley.v1` that are not rows. */
export type ServerFrame =
  | {
    type: "hello";
    version: string;
    /** Names the page that this server serves; another one must be loaded anew. */
    build: string;
    limits: { messageChars: number; frameBytes: number; waitingPrompts: number };
    loading: LoadingFrame[];
  }
  | {
    type: "opened";
    conversation: string;
    /** That of the `open` which this answers, if it had one. */
    id?: string;
    epoch: string;
    /** The events are everything from 1 on; what the client had is void. */
    reset: boolean;
    upto: number;
    events: Row[];
    more?: true;
  }
  | { type: "accepted"; conversation: string; id: string; answer: string; seq: number }
  | { type: "done"; conversation: string; id: string }
  | {
    type: "refused";
    code: RefusedCode;
    message: string;
    conversation?: string;
    id?: string;
  }
  | PhaseFrame
  | ListedFrame
  | ModelEvent
  | ModelSettingsFrame
  | { type: "pong"; at: number };

/** What the basic protocol sends. */
export interface BasicFrame {
  type: "user" | "typing" | "ai" | "system" | "error" | "loading";
  message: string;
}
