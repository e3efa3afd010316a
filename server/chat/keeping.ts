/** Changes to a conversation besides its messages: its settings, title, branch, and whether it stays. */
import { newestLeaf } from "../../static/branches.js";
import type { Draft, Settings } from "../journal/rows.ts";
import type { Answers } from "./answers.ts";
import type { Conversations } from "./conversations.ts";
import type { InOrder } from "./in_order.ts";
import { noConversation, Refusal } from "./refusal.ts";

/** Whose conversation. */
export interface Of {
  owner: string;
  conversation: string;
}

export type Keeping = ReturnType<typeof createKeeping>;

export function createKeeping(
  { conversations, answers, inOrder, onDelete }: {
    conversations: Conversations;
    answers: Answers;
    inOrder: InOrder;
    /** A conversation was deleted, and is to be erased later. */
    onDelete: (conversation: string) => void;
  },
) {
  /**
   * Stores a change.
   * @param options.mayBegin whether a conversation may begin with it @default {false}
   * @throws {Refusal | JournalError}
   */
  function change(
    { owner, conversation }: Of,
    row: (known: Known) => Draft | Promise<Draft>,
    { mayBegin = false }: { mayBegin?: boolean } = {},
  ): Promise<void> {
    return inOrder(conversation, async () => {
      const known = await conversations.loadFor(owner, conversation);
      if (known.last === 0 && !mayBegin) throw noConversation();
      const rows = [await row(known)];
      await conversations.append({ owner, conversation, rows, durable: true });
    });
  }

  /** Chooses how answers are made here from now on, the first one included; `null` is the server's default. */
  const settings = (of: Of, chosen: Settings) =>
    change(of, () => ({ type: "settings", ...chosen }), { mayBegin: true });

  const rename = (of: Of, title: string) => change(of, () => ({ type: "title", message: title }));

  /** Shows the branch through a message, down to its newest leaf. */
  const show = (of: Of, id: string) =>
    change(of, (known) => {
      if (!known.messages.has(id)) {
        throw new Refusal("not_found", "That message is not in this conversation.");
      }
      return { type: "head", id: newestLeaf(known, id) };
    });

  /** Takes a conversation out of sight; what is being answered ends before anything else is asked. */
  async function remove(of: Of): Promise<void> {
    await change(of, async () => {
      await answers.stopAll(of.conversation);
      return { type: "deleted" };
    });
    onDelete(of.conversation);
  }

  /** Brings back what was deleted. */
  function restore({ owner, conversation }: Of): Promise<void> {
    return inOrder(conversation, async () => {
      const known = await conversations.loadFor(owner, conversation, { deleted: true });
      if (!known.deleted) return;
      await conversations.append({
        owner,
        conversation,
        rows: [{ type: "restored" }],
        durable: true,
      });
    });
  }

  return { settings, rename, show, remove, restore };
}

type Known = Awaited<ReturnType<Conversations["loadFor"]>>;
