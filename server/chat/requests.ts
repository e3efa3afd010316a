/**
 * Accepts what people ask for: exactly once for every id, in order within a conversation, and
 * stored before anyone hears of it.
 */
import type { Conversation, Message } from "../../static/fold.js";
import { LIMITS, type RefusedCode, TYPING } from "../../static/protocol.js";
import type { Draft } from "../journal/rows.ts";
import type { Answers } from "./answers.ts";
import type { Conversations } from "./conversations.ts";

/** A request that was not taken. `message` is for people. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: RefusedCode;
  constructor(code: RefusedCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What was promised: an answer with this id will come. `seq` is the row that began it. */
export interface Accepted {
  answer: string;
  seq: number;
}

interface Request {
  owner: string;
  conversation: string;
  /** Made by the client; sent again with the same content it means the same request. */
  id: string;
}

export interface PromptRequest extends Request {
  message: string;
  /** The row above; `undefined` is the head at acceptance, `null` the root. */
  parent?: string | null;
}

export interface RetryRequest extends Request {
  /** The user message to answer again. */
  of: string;
}

export type Requests = ReturnType<typeof createRequests>;

export function createRequests(
  { conversations, answers, currentModel, maxChars }: {
    conversations: Conversations;
    answers: Answers;
    /** The model of a conversation that has none yet. */
    currentModel: () => Promise<string>;
    maxChars: number;
  },
) {
  const lines = new Map<string, Promise<unknown>>();

  /** Runs tasks of one conversation one after the other. */
  function inOrder<T>(conversation: string, task: () => Promise<T>): Promise<T> {
    const before = lines.get(conversation) ?? Promise.resolve();
    const mine = before.then(task, task);
    lines.set(conversation, mine);
    const clean = () => {
      if (lines.get(conversation) === mine) lines.delete(conversation);
    };
    mine.then(clean, clean);
    return mine;
  }

  /** @throws {Refusal | JournalError} */
  function prompt(request: PromptRequest): Promise<Accepted> {
    const { message, id, parent } = request;
    if (message.trim() === "") return refuse("bad_frame", "The message is empty.");
    if (message.length > maxChars) {
      return refuse("too_long", tooLong(message.length, maxChars));
    }
    return accept(request, {
      repeats: (known) =>
        known.text === message && (parent === undefined || known.parent === parent),
      rows(conversation) {
        const above = parent === undefined ? conversation.head : parent;
        if (above !== null && !conversation.messages.has(above)) {
          throw new Refusal("not_found", "The message above this one is not in this conversation.");
        }
        return { before: [{ type: "user", id, parent: above, message }], of: id };
      },
    });
  }

  /** @throws {Refusal | JournalError} */
  function retry(request: RetryRequest): Promise<Accepted> {
    const { of } = request;
    return accept(request, {
      repeats: (known) => known.parent === of,
      rows(conversation) {
        if (conversation.messages.get(of)?.role !== "user") {
          throw new Refusal("not_found", "The message to answer is not in this conversation.");
        }
        return { before: [], of };
      },
    });
  }

  function accept(
    { owner, conversation, id }: Request,
    { repeats, rows }: {
      repeats: (known: Message) => boolean;
      rows: (conversation: Conversation) => { before: Draft[]; of: string };
    },
  ): Promise<Accepted> {
    return inOrder(conversation, async () => {
      await allow(owner, conversation);
      const folded = await conversations.load(conversation);
      const known = folded.messages.get(id) ?? requested(folded, id);
      if (known) {
        const answer = known.role === "ai" ? known : requested(folded, id);
        if (!answer || known.id === answer.id && known.request !== id || !repeats(known)) {
          throw new Refusal("conflict", "This id was used for something else.");
        }
        return { answer: answer.id, seq: known.seq };
      }
      if (answers.pending(conversation) > LIMITS.waitingPrompts) {
        throw new Refusal("busy", "Too many messages are waiting in this conversation.");
      }
      const { before, of: parent } = rows(folded);
      const model = folded.model || await currentModel();
      const answer = crypto.randomUUID();
      const [{ seq }] = await conversations.append({
        owner,
        conversation,
        rows: [...before, {
          type: "typing",
          id: answer,
          parent,
          request: id,
          model,
          message: TYPING,
        }],
        durable: true,
      });
      answers.begin({ owner, conversation, id: answer, parent, model });
      return { answer, seq };
    });
  }

  /** Chooses the model that answers here from now on. @throws {Refusal | JournalError} */
  function settings(
    { owner, conversation, model }: { owner: string; conversation: string; model?: string },
  ): Promise<void> {
    return inOrder(conversation, async () => {
      await allow(owner, conversation);
      const { last } = await conversations.load(conversation);
      if (last === 0) throw new Refusal("not_found", "There is no such conversation.");
      await conversations.append({
        owner,
        conversation,
        rows: [{ type: "settings", ...(model === undefined ? {} : { model }) }],
        durable: true,
      });
    });
  }

  /** Another owner's conversation is as unknown as one that does not exist. */
  async function allow(owner: string, conversation: string) {
    if (await conversations.isForeign(owner, conversation)) {
      throw new Refusal("not_found", "There is no such conversation.");
    }
  }

  return { prompt, retry, settings, allow };
}

/** The answer that a prompt or retry with this id asked for. */
function requested({ messages }: Conversation, id: string): Message | undefined {
  return messages.values().find(({ request }) => request === id);
}

/** @returns a sentence with both numbers */
export function tooLong(length: number, limit: number): string {
  return `This message has ${length} characters; at most ${limit} are taken.`;
}

function refuse(code: RefusedCode, message: string): Promise<never> {
  return Promise.reject(new Refusal(code, message));
}
