/** What a list of conversations shows: of all of them, or of one that has just changed. */
import type { Journal, Summary } from "../journal/journal.ts";
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";

/** One line of the list, as a frame. */
export interface ConversationFrame {
  type: "conversation";
  id: string;
  title: string;
  /** Milliseconds since 1970. */
  updated: number;
  /** Whether an answer waits or runs. */
  running: boolean;
  deleted?: true;
}

/** A line of the list, and whose it is. */
export interface ListedFor {
  owner: string;
  frame: ConversationFrame;
}

export type Listing = ReturnType<typeof createListing>;

export function createListing(
  { journal, pending, tell, log }: {
    journal: Journal;
    /** How many answers of a conversation wait or run. */
    pending: (conversation: string) => number;
    tell: (listed: ListedFor) => void;
    log: Log;
  },
) {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function frameOf({ conversation, title, updated }: Summary): ConversationFrame {
    const running = pending(conversation) > 0;
    return { type: "conversation", id: conversation, title, updated, running };
  }

  async function tellChanged() {
    timer = undefined;
    const all = [...changed];
    changed.clear();
    try {
      for (const conversation of all) {
        const summary = await journal.summary(conversation);
        if (summary) tell({ owner: summary.owner, frame: frameOf(summary) });
      }
    } catch (error) {
      log.error("The list could not be told of a change: {error}", { error: describe(error) });
    }
  }

  return {
    /** Newest first; `before` is the last line of the page before. @throws {JournalError} */
    async list(
      owner: string,
      { before, limit }: { before?: { updated: number; id: string }; limit?: number } = {},
    ): Promise<ConversationFrame[]> {
      const after = before && { updated: before.updated, conversation: before.id };
      return (await journal.list(owner, { before: after, limit })).map(frameOf);
    },

    /** Tells its owner how a conversation stands, once this turn of the event loop is over. */
    noteChange(conversation: string) {
      changed.add(conversation);
      timer ??= setTimeout(tellChanged, 0);
    },

    close() {
      clearTimeout(timer);
    },
  };
}
