/**
 * Titles that the model gives after it has answered: the same request with one turn more, so that
 * it need not read the conversation again. Whoever asks anything meanwhile comes first.
 */
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";
import { UpstreamError } from "../ollama/ollama.ts";
import { cleanTitle } from "./clean_title.ts";
import type { Conversations } from "./conversations.ts";
import type { Wanted } from "./generation.ts";
import type { InOrder } from "./in_order.ts";
import { type ModelRequestOptions, prepareModelRequest } from "./model_request.ts";
import type { Queue } from "./queue.ts";
import { Refusal } from "./refusal.ts";
import type { Turn } from "./estimate.ts";

export interface TitlesOptions
  extends Pick<ModelRequestOptions, "ollama" | "blobs" | "settings" | "settingsOf"> {
  conversations: Conversations;
  inOrder: InOrder;
  queue: Pick<Queue, "running" | "waiting">;
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
  { conversations, inOrder, queue, log, ...request }: TitlesOptions,
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
    const { turns, settings: { think }, send } = await prepareModelRequest({
      ...request,
      owner,
      model,
      history,
      to: id,
      signal,
    });
    const kept: Turn[] = [
      ...turns.slice(answer.context?.dropped ?? 0),
      { role: "user", content: ASK },
    ];
    const deltas = await send(kept, {
      numPredict: LONGEST,
      think: answer.thinking === "" ? think : false,
    });
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
