/**
 * One socket that speaks the basic protocol, the reference flow exactly: a message, its echo,
 * `typing`, and one `ai` or `error`; one at a time, no history, nothing stored.
 */
import { LIMITS, TYPING, WELCOME } from "../../static/protocol.js";
import { ask } from "../chat/ask.ts";
import { basicRequest, type PromptSettings } from "../chat/prompt.ts";
import type { Queue } from "../chat/queue.ts";
import { tooLong } from "../chat/refusal.ts";
import { describe } from "../describe.ts";
import type { AnswerEnd } from "../journal/rows.ts";
import type { Log } from "../log.ts";
import type { ModelSettings } from "../ollama/model_settings.ts";
import type { ModelEvent } from "../ollama/models.ts";
import { type Ollama, UpstreamError } from "../ollama/ollama.ts";
import type { Announcements } from "./announcements.ts";
import type { Line, Talk } from "./line.ts";
import { type BasicFrame, parseBasicMessage } from "./protocol.ts";
import { createRate } from "./rate.ts";

export interface BasicOptions {
  queue: Queue;
  ollama: Ollama;
  settings: PromptSettings;
  settingsOf: (model: string) => Promise<ModelSettings>;
  announcements: Announcements<ModelEvent>;
  currentModel: () => Promise<string>;
  maxChars: number;
  /** Hears of each answer once it has ended. */
  onEnd: (end: AnswerEnd) => void;
  log: Log;
}

/** Begins to speak the basic protocol on an open line. */
export function startBasic(
  line: Line,
  {
    owner,
    queue,
    ollama,
    settings,
    settingsOf,
    announcements,
    currentModel,
    maxChars,
    onEnd,
    log,
  }: BasicOptions & { owner: string },
): Talk {
  const place = { owner, conversation: crypto.randomUUID() };
  const gone = new AbortController();
  const waiting: string[] = [];
  let answering = false;
  const rate = createRate({ perSecond: LIMITS.framesPerSecond, burst: LIMITS.frameBurst });

  const send = (type: BasicFrame["type"], message: string) =>
    line.send(JSON.stringify({ type, message } satisfies BasicFrame));
  send("system", `${WELCOME}. Ask anything.`);
  const silence = announcements.listen(({ type, message }) => send(type, message));

  async function answerAll() {
    answering = true;
    for (let message; (message = waiting.shift()) !== undefined;) {
      send("user", message);
      send("typing", TYPING);
      const frame = await answer(message);
      if (gone.signal.aborted) return;
      send(frame.type, frame.message);
    }
    answering = false;
  }

  async function answer(message: string): Promise<BasicFrame> {
    const { signal } = gone;
    try {
      const model = await currentModel();
      using _slot = await queue.acquire({ ...place, model, signal });
      const asked = basicRequest({ model, message }, {
        ...settings,
        ofModel: await settingsOf(model),
      });
      const request = () => ollama.generate(asked, { signal });
      let text = "";
      for await (const delta of ask(ollama, { model, request, signal })) {
        text += delta.text;
        if (delta.done) onEnd({ type: "ai", ...delta.done });
      }
      return { type: "ai", message: text.trim() };
    } catch (error) {
      onEnd(endAfter(error, signal));
      if (error instanceof UpstreamError) return { type: "error", message: error.message };
      if (!signal.aborted) log.error("An answer failed: {error}", { error: describe(error) });
      return { type: "error", message: "Something went wrong here. Please try again." };
    }
  }

  return {
    onText(text) {
      // Who waits for each answer before asking again may be as quick as the model.
      if (answering && !rate.take()) return send("error", "Too many messages at once.");
      const message = parseBasicMessage(text);
      if (message === undefined) return send("error", "Invalid message format");
      if (message.trim() === "") return;
      if (message.length > maxChars) return send("error", tooLong(message.length, maxChars));
      if (answering && waiting.length >= LIMITS.waitingPrompts) {
        return send("error", "The server is busy: too many of your messages are waiting.");
      }
      waiting.push(message);
      if (!answering) void answerAll();
    },
    onClose() {
      silence();
      gone.abort();
    },
  };
}

/** How an answer ended of which there is nothing to be shown. */
function endAfter(error: unknown, { aborted }: AbortSignal): AnswerEnd {
  if (aborted) return { type: "ai", reason: "stopped" };
  return { type: "error", code: error instanceof UpstreamError ? error.code : "interrupted" };
}
