/** What a model is sent: the reference's request for one message, or a conversation's turns. */
import { branch } from "../../static/branches.js";
import type { Conversation, Message } from "../../static/fold.js";
import type { Settings } from "../journal/rows.ts";
import type { ModelSettings } from "../ollama/model_settings.ts";
import type { ChatMessage, ChatRequest, GenerateRequest, Options } from "../ollama/ollama.ts";
import type { Turn } from "./estimate.ts";

/** What the server's configuration says of every request. */
export interface PromptSettings {
  api: "chat" | "generate";
  system: string;
  temperature: number;
  topP: number;
  topK: number;
  /** Tokens an answer may have; unset: 200 over the basic protocol, else what the window holds. */
  numPredict?: number;
  /** What was chosen for the model. */
  ofModel?: ModelSettings;
  seed?: number;
  think?: boolean;
}

/** Where the reference stops an answer, since a bare prompt invites the model to play both parts. */
const STOP = ["\nUser:", "User:", "\n\n\n"];
const BASIC_NUM_PREDICT = 200;

/** The reference's request (its flow, phase 5) for one message that stands alone. */
export function basicRequest(
  { model, message }: { model: string; message: string },
  settings: PromptSettings,
): GenerateRequest {
  return {
    model,
    prompt: transcript([{ role: "user", content: message }], settings.system),
    options: {
      ...options(settings),
      num_predict: settings.numPredict ?? BASIC_NUM_PREDICT,
      stop: STOP,
    },
    ...keeping(settings),
  };
}

/** The server's settings with those of a conversation in their place. */
export function settingsFor(
  { settings }: Pick<Conversation, "settings">,
  { system, temperature, topP, topK, numPredict, seed, think, ...fixed }: PromptSettings,
): PromptSettings {
  const chosen: Settings = settings;
  return {
    ...fixed,
    system: chosen.system ?? system,
    temperature: chosen.temperature ?? temperature,
    topP: chosen.top_p ?? topP,
    topK: chosen.top_k ?? topK,
    numPredict: chosen.num_predict ?? numPredict,
    seed: chosen.seed ?? seed,
    think: chosen.think ?? think,
  };
}

/**
 * The turns down to a message. An answer stands with the text it has; one without text is left
 * out, and its question stays.
 */
export function turnsDownTo(conversation: Conversation, to: string): Turn[] {
  return branch(conversation, to)
    .filter(({ role, text }) => role === "user" || text !== "")
    .map((message) => ({
      role: message.role === "user" ? "user" : "assistant",
      content: message.text,
      tokens: countedTokens(message),
      prompt: countedPrompt(message),
      ...(message.images ? { shows: message.images } : {}),
    }));
}

/** Ollama's count of an answer, where the answer is all that was counted. */
function countedTokens({ stats, thinking, continues }: Message): number | undefined {
  return thinking === "" && continues === undefined ? stats?.answerTokens : undefined;
}

/** Ollama's count of the prompt that led to an answer, where that is all that was counted. */
function countedPrompt({ stats, context, continues }: Message): Turn["prompt"] {
  if (!context || context.unsure || continues !== undefined) return undefined;
  const { used, dropped } = context;
  return { tokens: used - (stats?.answerTokens ?? 0), dropped };
}

/** A request to Ollama for the next answer of a conversation, under the API it goes to. */
export type ConversationRequest =
  | { api: "chat"; body: ChatRequest }
  | { api: "generate"; body: GenerateRequest };

/**
 * The request for an answer to these turns, the last of which is the question, or the beginning of
 * the answer itself. `truncate` and `shift` are off, so that Ollama never forgets anything without
 * saying so.
 */
export function conversationRequest(
  { model, turns }: { model: string; turns: readonly ChatMessage[] },
  settings: PromptSettings,
): ConversationRequest {
  const { system, think } = settings;
  const common = { model, truncate: false, shift: false, ...keeping(settings) };
  if (settings.api === "generate") {
    const prompt = transcript(turns, system);
    return {
      api: "generate",
      body: { ...common, prompt, options: { ...options(settings), stop: STOP } },
    };
  }
  const said = turns.map(({ role, content }) => ({ role, content }));
  return {
    api: "chat",
    body: {
      ...common,
      messages: system ? [{ role: "system", content: system }, ...said] : said,
      options: options(settings),
      ...(think === undefined ? {} : { think }),
    },
  };
}

/** Turns in the reference's own form, open at the end for the answer, or for more of it. */
function transcript(turns: readonly ChatMessage[], system: string): string {
  const lines = turns.map(({ role, content }) =>
    `${role === "user" ? "User" : "Assistant"}: ${content}`
  );
  if (turns.at(-1)?.role !== "assistant") lines.push("Assistant:");
  return `${system}\n\n${lines.join("\n")}`;
}

function keeping({ ofModel }: PromptSettings): { keep_alive?: number | string } {
  return ofModel?.keep_alive === undefined ? {} : { keep_alive: ofModel.keep_alive };
}

function options(
  { temperature, topP, topK, numPredict, ofModel, seed }: PromptSettings,
): Options {
  return {
    temperature,
    top_p: topP,
    top_k: topK,
    ...(numPredict === undefined ? {} : { num_predict: numPredict }),
    ...(ofModel?.num_ctx === undefined ? {} : { num_ctx: ofModel.num_ctx }),
    ...(seed === undefined ? {} : { seed }),
  };
}
