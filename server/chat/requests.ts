/**
 * Accepts what people ask for: exactly once for every id, in order within a conversation, and
 * stored before anyone hears of it.
 */
import { isDeepStrictEqual } from "node:util";
import type { Conversation, Message } from "../../static/fold.js";
import { LIMITS, TYPING } from "../../static/protocol.js";
import type { Blobs } from "../journal/blobs.ts";
import type { TypingRow, UserRow } from "../journal/rows.ts";
import type { Answers } from "./answers.ts";
import type { Conversations } from "./conversations.ts";
import type { InOrder } from "./in_order.ts";
import { Refusal, tooLong } from "./refusal.ts";

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
  /** Hashes of images that were stored before. */
  images?: string[];
}

export interface OfRequest extends Request {
  /** Of a retry the user message to answer again, of a continue the answer to go on with. */
  of: string;
}

export type Requests = ReturnType<typeof createRequests>;

/** What a request comes to: a question perhaps, and what is asked of the model. */
interface Question {
  user?: UserRow;
  typing: Pick<TypingRow, "parent" | "continues">;
}

export function createRequests(
  { conversations, answers, inOrder, blobs, currentModel, maxChars }: {
    conversations: Conversations;
    answers: Answers;
    inOrder: InOrder;
    blobs: Blobs;
    /** The model of a conversation that has none yet. */
    currentModel: () => Promise<string>;
    maxChars: number;
  },
) {
  /** @throws {Refusal | JournalError} */
  async function prompt(request: PromptRequest): Promise<Accepted> {
    const { owner, message, id, parent, images } = request;
    if (message.trim() === "" && !images) throw new Refusal("bad_frame", "The message is empty.");
    if (message.length > maxChars) {
      throw new Refusal("too_long", tooLong(message.length, maxChars));
    }
    return await accept(request, {
      repeats: (known) =>
        known.role === "user" && known.text === message &&
        (parent === undefined || known.parent === parent) &&
        isDeepStrictEqual(known.images, images),
      async question(conversation) {
        const above = parent === undefined ? conversation.head : parent;
        if (above !== null && conversation.messages.get(above)?.role !== "ai") {
          throw new Refusal("not_found", "The answer above this message is not here.");
        }
        for (const hash of images ?? []) {
          if (await blobs.has(owner, hash)) continue;
          throw new Refusal("not_found", "An image of this message is not here. Attach it again.");
        }
        const user: UserRow = { type: "user", id, parent: above, message };
        return { user: images ? { ...user, images } : user, typing: { parent: id } };
      },
    });
  }

  /** @throws {Refusal | JournalError} */
  function retry(request: OfRequest): Promise<Accepted> {
    const { of } = request;
    return accept(request, {
      repeats: (known) =>
        known.role === "ai" && known.parent === of && known.continues === undefined,
      question({ messages }) {
        if (messages.get(of)?.role === "user") return { typing: { parent: of } };
        throw new Refusal("not_found", "The message to answer is not in this conversation.");
      },
    });
  }

  /** @throws {Refusal | JournalError} */
  function goOn(request: OfRequest): Promise<Accepted> {
    const { of } = request;
    return accept(request, {
      repeats: (known) => known.continues === of,
      question({ messages }) {
        const answer = messages.get(of);
        if (answer?.role !== "ai" || answer.parent === null) {
          throw new Refusal("not_found", "The answer to go on with is not in this conversation.");
        }
        if (!wasCut(answer)) throw new Refusal("conflict", "This answer was not cut.");
        return { typing: { parent: answer.parent, continues: of } };
      },
    });
  }

  function accept(
    { owner, conversation, id }: Request,
    { repeats, question }: {
      repeats: (known: Message) => boolean;
      question: (conversation: Conversation) => Question | Promise<Question>;
    },
  ): Promise<Accepted> {
    return inOrder(conversation, async () => {
      const folded = await conversations.loadFor(owner, conversation);
      const known = folded.messages.get(id) ?? requested(folded, id);
      if (known) return acceptedBefore(folded, { known, id, repeats });
      if (answers.pending(conversation) > LIMITS.waitingPrompts) {
        throw new Refusal("busy", "Too many messages are waiting in this conversation.");
      }
      const { user, typing } = await question(folded);
      const model = folded.model || await currentModel();
      const answer = crypto.randomUUID();
      const row = { type: "typing" as const, id: answer, request: id, model, message: TYPING };
      const [{ seq }] = await conversations.append({
        owner,
        conversation,
        rows: [...(user ? [user] : []), { ...row, ...typing }],
        durable: true,
      });
      answers.begin({ owner, conversation, id: answer, model, ...typing });
      return { answer, seq };
    });
  }

  return { prompt, retry, goOn };
}

/** What was promised the first time. @throws {Refusal} where the id stood for something else */
function acceptedBefore(
  conversation: Conversation,
  { known, id, repeats }: { known: Message; id: string; repeats: (known: Message) => boolean },
): Accepted {
  const answer = requested(conversation, id);
  if (!answer || !repeats(known)) {
    throw new Refusal("conflict", "This id was used for something else.");
  }
  return { answer: answer.id, seq: known.seq };
}

/** The answer that a request with this id asked for. */
function requested({ messages }: Conversation, id: string): Message | undefined {
  return messages.values().find(({ request }) => request === id);
}

/** Whether there is some of an answer, but not all that the model would have said. */
function wasCut({ state, reason, text }: Message): boolean {
  return text !== "" && (state === "failed" || reason === "length" || reason === "stopped");
}
