/**
 * A conversation as a model is asked about it. Answers and titles are asked for alike, so that what
 * Ollama has read for one of them it need not read for the other.
 */
import type { Conversation } from "../../static/fold.js";
import type { Blobs } from "../journal/blobs.ts";
import type { ModelSettings } from "../ollama/model_settings.ts";
import type { Delta, Ollama } from "../ollama/ollama.ts";
import { seenBy, withImages } from "./pictures.ts";
import { conversationRequest, type PromptSettings, settingsFor, turnsDownTo } from "./prompt.ts";
import type { Turn } from "./estimate.ts";

export interface ModelRequestOptions {
  owner: string;
  model: string;
  history: Conversation;
  /** The message that the turns lead down to. */
  to: string;
  ollama: Ollama;
  blobs: Blobs;
  /** What holds where the conversation chose nothing. */
  settings: PromptSettings;
  settingsOf: (model: string) => Promise<ModelSettings>;
  signal: AbortSignal;
}

export interface ModelRequest {
  /** What is in force. */
  settings: PromptSettings;
  /** From the oldest on, without the system prompt. */
  turns: Turn[];
  /** Images that the model is not shown. */
  unseen: number;
  /** Turns as they are sent: after the system prompt, where there is one. */
  withSystem(kept: readonly Turn[]): Turn[];
  /** Asks for what follows these turns, with these settings in place of those in force. */
  send(
    kept: readonly Turn[],
    instead?: Partial<Pick<PromptSettings, "numPredict" | "think">>,
  ): Promise<AsyncIterable<Delta>>;
}

/** @throws {UpstreamError | JournalError} or the signal's reason */
export async function prepareModelRequest(
  { owner, model, history, to, ollama, blobs, signal, ...options }: ModelRequestOptions,
): Promise<ModelRequest> {
  const ofModel = await options.settingsOf(model);
  const settings = { ...settingsFor(history, options.settings), ofModel };
  const { turns, unseen } = await seenBy(model, turnsDownTo(history, to), {
    api: settings.api,
    ollama,
    owner,
    blobs,
    signal,
  });
  const system: Turn[] = settings.system ? [{ role: "system", content: settings.system }] : [];
  const withSystem = (kept: readonly Turn[]) => [...system, ...kept];
  return {
    settings,
    turns,
    unseen,
    withSystem,
    async send(kept, instead) {
      const asked = conversationRequest({ model, turns: kept }, { ...settings, ...instead });
      if (asked.api === "generate") return ollama.generate(asked.body, { signal });
      const body = await withImages(asked.body, withSystem(kept), { owner, blobs });
      signal.throwIfAborted();
      return ollama.chat(body, { signal });
    },
  };
}
