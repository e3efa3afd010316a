/**
 * The model's port: what Parley asks of Ollama, in Parley's words. `relay.ts` is the only module
 * that turns them into Ollama's paths and JSON.
 */
import type { ErrorCode } from "../../static/protocol.js";
import type { Stats } from "../journal/rows.ts";
import type { ModelSettings } from "./model_settings.ts";

/** Why Ollama could not do what it was asked. `message` is plain words that say what to do next. */
export class UpstreamError extends Error {
  override name = "UpstreamError";
  readonly code: UpstreamCode;
  constructor(code: UpstreamCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The error codes that come from Ollama, or from the way to it. */
export type UpstreamCode = Exclude<ErrorCode, "restarted" | "storage">;

/** Sampling options under Ollama's own names; absent ones are the model's. */
export interface Options {
  temperature?: number;
  top_p?: number;
  top_k?: number;
  num_predict?: number;
  num_ctx?: number;
  seed?: number;
  stop?: string[];
}

export interface GenerateRequest {
  model: string;
  prompt: string;
  options: Options;
  /** How long the model stays in memory afterwards; absent is Ollama's default. */
  keep_alive?: number | string;
  /** `false`: a prompt that does not fit is an error (`context`), never cut silently. */
  truncate?: boolean;
  /** `false`: an answer that fills the window ends with `length`, never forgets its beginning. */
  shift?: boolean;
}

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
  /** Base64, without a prefix. */
  images?: string[];
}

export interface ChatRequest extends Omit<GenerateRequest, "prompt"> {
  messages: ChatMessage[];
  think?: boolean;
}

/** What arrived of an answer in one read of the network: the text of all its lines, joined. */
export interface Delta {
  text: string;
  thinking: string;
  /** Present on the last delta, and only there. */
  done?: { reason: "stop" | "length"; stats: Stats };
}

export interface InstalledModel {
  name: string;
  /** Bytes on disk; 0 for a remote model. */
  size: number;
  /** The model runs elsewhere (`:cloud`, or Ollama names a remote host). */
  remote: boolean;
}

export interface LoadedModel {
  name: string;
  /** The window in force, in tokens. */
  contextLength?: number;
}

export interface ModelDetails {
  /** The window the model was made for, in tokens. */
  contextLength?: number;
  capabilities: string[];
}

/** One step of a pull. `total` and `completed` are bytes of the layer named in `digest`. */
export interface PullStep {
  status: string;
  digest?: string;
  total?: number;
  completed?: number;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** Every call rejects with an `UpstreamError`, or with the signal's reason when it was aborted. */
export interface Ollama {
  /** Where Ollama is looked for, as an origin (and path, if one was given). */
  readonly address: string;
  /** Streams an answer to a bare prompt. */
  generate(request: GenerateRequest, options?: CallOptions): AsyncIterable<Delta>;
  /** Streams an answer to a conversation. */
  chat(request: ChatRequest, options?: CallOptions): AsyncIterable<Delta>;
  /** Loads a model into memory; resolves once it can answer. */
  load(model: string, options?: CallOptions & ModelSettings): Promise<void>;
  installed(options?: CallOptions): Promise<InstalledModel[]>;
  loaded(options?: CallOptions): Promise<LoadedModel[]>;
  details(model: string, options?: CallOptions): Promise<ModelDetails>;
  /** Streams the steps of a pull, ending after `success`. */
  pull(model: string, options?: CallOptions): AsyncIterable<PullStep>;
  version(options?: CallOptions): Promise<string>;
}
