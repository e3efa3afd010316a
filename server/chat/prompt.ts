/** What a model is sent: the reference's request for one message, or a conversation's turns. */
import { branch, type Conversation, type Message } from "../../static/fold.js";
import type { ChatMessage, ChatRequest, GenerateRequest, Options } from "../ollama/ollama.ts";

/** What the server's configuration says of every request. */
export interface PromptSettings {
  api: "chat" | "generate";
  system: string;
  temperature: number;
  topP: number;
  topK: number;
  /** Tokens an answer may have; unset: 200 over the basic protocol, else what the window holds. */
  numPredict?: number;
  /** The window in tokens; unset: the model's own. */
  numCtx?: number;
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
  };
}

/** A request to Ollama for the next answer of a conversation, under the API it goes to. */
export type ConversationRequest =
  | { api: "chat"; body: ChatRequest }
  | { api: "generate"; body: GenerateRequest };

/**
 * The request for an answer to the message `to`, with the turns above it.
 * `truncate` and `shift` are off, so that Ollama never forgets anything without saying so.
 */
export function conversationRequest(
  { conversation, model, to }: { conversation: Conversation; model: string; to: string },
  settings: PromptSettings,
): ConversationRequest {
  const turns = turnsOf(branch(conversation, to));
  const common = { model, truncate: false, shift: false };
  if (settings.api === "generate") {
    const body = {
      ...common,
      prompt: transcript(turns, settings.system),
      options: { ...options(settings), stop: STOP },
    };
    return { api: "generate", body };
  }
  const system: ChatMessage[] = settings.system
    ? [{ role: "system", content: settings.system }]
    : [];
  return {
    api: "chat",
    body: { ...common, messages: [...system, ...turns], options: options(settings) },
  };
}

/** An answer stands with the text it has; one without text is left out and its question stays. */
function turnsOf(messages: Message[]): ChatMessage[] {
  return messages
    .filter(({ role, text }) => role === "user" || text !== "")
    .map(({ role, text }) => ({ role: role === "user" ? "user" : "assistant", content: text }));
}

/** Turns in the reference's own form, open at the end for the answer. */
function transcript(turns: ChatMessage[], system: string): string {
  const lines = turns.map(({ role, content }) =>
    `${role === "user" ? "User" : "Assistant"}: ${content}`
  );
  return `${system}\n\n${lines.join("\n")}\nAssistant:`;
}

function options({ temperature, topP, topK, numPredict, numCtx }: PromptSettings): Options {
  return {
    temperature,
    top_p: topP,
    top_k: topK,
    ...(numPredict === undefined ? {} : { num_predict: numPredict }),
    ...(numCtx === undefined ? {} : { num_ctx: numCtx }),
  };
}
