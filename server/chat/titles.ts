/**
 * Titles that the model gives after it has answered: the same request with one turn more, so that
 * it need not read the conversation again. Whoever asks anything meanwhile comes first.
 */
import { describe } from "../describe.ts";
import type { Blobs } from "../journal/blobs.ts";
import type { Log } from "../log.ts";
import type { ModelSettings } from "../ollama/model_settings.ts";
import { type Ollama, UpstreamError } from "../ollama/ollama.ts";
import { cleanTitle } from "./clean_title.ts";
import type { Conversations } from "./conversations.ts";
import type { Wanted } from "./generation.ts";
import type { InOrder } from "./in_order.ts";
import { seenBy, withImages } from "./pictures.ts";
import { conversationRequest, type PromptSettings, settingsFor, turnsDownTo } from "./prompt.ts";
import type { Queue } from "./queue.ts";
import { Refusal } from "./refusal.ts";
import type { Turn } from "./window.ts";

export interface TitlesOptions {
  conversations: Conversations;
  inOrder: InOrder;
  queue: Pick<Queue, "running" | "waiting">;
  ollama: Ollama;
  blobs: Blobs;
  settings: PromptSettings;
  settingsOf: (model: string) => Promise<ModelSettings>;
  log: Log;
}

export type Titles = ReturnType<typeof createTitles>;

const ASK = "Give this conversation a title of at most six words, in the language it is held in. " +
  "Reply with the title alone, without quotes.";

/** Tokens, which is more than a title of 80 graphemes has. */
const LONGEST = 60;

/** A title that was given up has another chance after the next answer, so many times. */
const CHANCES = 3;

export function createTitles(
  { conversations, inOrder, queue, ollama, blobs, settings, settingsOf, log }: TitlesOptions,
) {
  let closed = false;
  let current: { controller: AbortController; ended: Promise<void> } | undefined;

  /** Gives a conversation a title, if it lacks one and nobody wants anything else of a model. */
  function consider(answered: Wanted) {
    if (closed || queue.running > 0 || queue.waiting > 0) return;
    giveUp();
    const controller = new AbortController();
    current = { controller, ended: entitle(answered, controller.signal) };
  }

  async function entitle(answered: Wanted, signal: AbortSignal) {
    const { owner, conversation } = answered;
    try {
      const said = await ask(answered, signal);
      const message = said === undefined ? "" : cleanTitle(said);
      if (message === "") return;
      await inOrder(conversation, async () => {
        // Someone may have given it one meanwhile, or deleted it.
        if (signal.aborted || !await lacksTitle(answered)) return;
        const rows = [{ type: "title" as const, message }];
        await conversations.append({ owner, conversation, rows });
      });
    } catch (error) {
      if (signal.aborted || error instanceof UpstreamError || error instanceof Refusal) return;
      log.warn("A title could not be given: {error}", { conversation, error: describe(error) });
    }
  }

  async function lacksTitle({ owner, conversation }: Wanted): Promise<boolean> {
    return (await conversations.loadFor(owner, conversation)).title === "";
  }

  /** What the model says; nothing where it is not to be asked. */
  async function ask(
    { owner, conversation, id, model }: Wanted,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const history = await conversations.loadFor(owner, conversation);
    const answer = history.messages.get(id);
    const answers = history.messages.values().filter(({ role }) => role === "ai").toArray();
    if (history.title !== "" || answers.length > CHANCES) return undefined;
    if (answer?.state !== "ended" || answer.reason === "stopped" || answer.text === "") {
      return undefined;
    }
    const inForce = { ...settingsFor(history, settings), ofModel: await settingsOf(model) };
    const { turns } = await seenBy(model, turnsDownTo(history, id), {
      api: settings.api,
      ollama,
      owner,
      blobs,
      signal,
    });
    const kept: Turn[] = [
      ...turns.slice(answer.context?.dropped ?? 0),
      { role: "user", content: ASK },
    ];
    const asked = conversationRequest({ model, turns: kept }, {
      ...inForce,
      numPredict: LONGEST,
      think: answer.thinking === "" ? inForce.think : false,
    });
    const system: Turn[] = inForce.system ? [{ role: "system", content: inForce.system }] : [];
    signal.throwIfAborted();
    const deltas = asked.api === "chat"
      ? ollama.chat(await withImages(asked.body, [...system, ...kept], { owner, blobs }), {
        signal,
      })
      : ollama.generate(asked.body, { signal });
    let said = "";
    for await (const { text } of deltas) said += text;
    return said;
  }

  /** Someone wants something of a model: it is free at once. */
  function giveUp() {
    current?.controller.abort();
    current = undefined;
  }

  return {
    consider,
    giveUp,
    /** Ends what runs; resolves when nothing is done any more. */
    async close() {
      closed = true;
      const ended = current?.ended;
      giveUp();
      await ended;
    },
  };
}
