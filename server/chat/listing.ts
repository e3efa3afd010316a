/** What a list of conversations shows: of all of them, or of one that has just changed. */
import type { ListedFrame, ListedLine } from "./frames.ts";
import type { Hit, Journal, ListCursor, Summary } from "../journal/journal.ts";
import { letOthers } from "../let_others.ts";
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";

/** A line that was found, with where. */
export interface FoundLine extends ListedLine {
  /** The message in which it was found; `null` where it was the title. */
  message: string | null;
  snippet: Hit["snippet"];
}

/** A page; with `next`, which leads to the one after it, there may be more. */
export interface Page<L> {
  conversations: L[];
  next?: string;
}

export interface PageOptions {
  /** `next` of the page before. */
  before?: string;
  /** @default {50} */
  limit?: number;
}

/** A frame as the JSON text that all sockets share, and whose it is. */
export interface ListedFor {
  owner: string;
  text: string;
}

/** Milliseconds from one telling to the next: every socket hears of every conversation. */
const REST = 200;
/** Lines of one frame. */
const LINES = 200;

export function createListing(
  { journal, pending, tell, log }: {
    journal: Journal;
    /** How many answers of a conversation wait or run. */
    pending: (conversation: string) => number;
    /** Resolves when all who are concerned have heard it. */
    tell: (listed: ListedFor) => void | Promise<void>;
    log: Log;
  },
) {
  const changed = new Set<string>();
  let restsUntil = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function lineOf(
    { conversation, title, model, updated, deleted }:
      & Pick<Summary, "conversation" | "title" | "model" | "updated">
      & { deleted?: boolean },
  ): ListedLine {
    const running = pending(conversation) > 0;
    return { id: conversation, title, model, updated, running, ...(deleted ? { deleted } : {}) };
  }

  async function tellChanged() {
    const conversations = [...changed];
    changed.clear();
    const isTold = await tellAll(conversations);
    restsUntil = performance.now() + REST;
    timer = undefined;
    if (changed.size > 0) tellSoon();
    // What could not be read now is told with the next change.
    if (!isTold) { for (const conversation of conversations) changed.add(conversation); }
  }

  async function tellAll(conversations: readonly string[]): Promise<boolean> {
    try {
      for (let start = 0; start < conversations.length; start += LINES) {
        const some = conversations.slice(start, start + LINES);
        const summaries = await Promise.all(some.map((one) => journal.summary(one)));
        const said = summaries.flatMap((summary) => summary && !summary.unsaid ? [summary] : []);
        for (const [owner, theirs] of Map.groupBy(said, ({ owner }) => owner)) {
          await tell({ owner, text: JSON.stringify(frameOf(theirs.map(lineOf))) });
        }
        // Many sockets take their time, and streams go on.
        if (start + LINES < conversations.length) await letOthers();
      }
      return true;
    } catch (error) {
      log.error("The list could not be told of a change: {error}", { error: describe(error) });
      return false;
    }
  }

  /** The first change is told once this turn of the event loop is over, more of them together. */
  function tellSoon() {
    timer ??= setTimeout(tellChanged, Math.max(0, restsUntil - performance.now()));
  }

  return {
    /**
     * Newest first, a page at a time.
     * @param options.before `next` of the page before
     * @throws {JournalError}
     */
    async list(owner: string, { before, limit = 50 }: PageOptions = {}): Promise<Page<ListedLine>> {
      const summaries = await journal.list(owner, { before: cursorFrom(before), limit });
      const last = summaries.length === limit ? summaries.at(-1) : undefined;
      const next = last && `${last.updated} ${last.conversation}`;
      return { conversations: summaries.map(lineOf), next };
    },

    /** What holds every word of the query, newest first. @throws {JournalError} */
    async search(
      owner: string,
      query: string,
      { before, limit = 50 }: PageOptions = {},
    ): Promise<Page<FoundLine>> {
      const place = before === undefined ? undefined : Number(before);
      const hits = await journal.search(owner, query, { before: place, limit });
      const last = hits.length === limit ? hits.at(-1) : undefined;
      return {
        conversations: hits.map((hit) => ({
          ...lineOf(hit),
          message: hit.id,
          snippet: hit.snippet,
        })),
        next: last && String(last.place),
      };
    },

    /** Tells its owner how a conversation stands, soon. */
    noteChange(conversation: string) {
      changed.add(conversation);
      tellSoon();
    },

    close() {
      clearTimeout(timer);
      changed.clear();
    },
  };
}

function frameOf(lines: ListedLine[]): ListedFrame {
  const [line, ...others] = lines;
  if (others.length > 0) return { type: "conversations", conversations: lines };
  return { type: "conversation", ...line };
}

/** Where a page begins; a text that is no place is the beginning. */
function cursorFrom(before = ""): ListCursor | undefined {
  const [updated, conversation] = before.split(" ");
  return conversation ? { updated: Number(updated), conversation } : undefined;
}
