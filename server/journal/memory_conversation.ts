/** A conversation as the journal in memory holds it. */
import type { Summary } from "./journal.ts";
import type { Placed } from "./memory_search.ts";
import { oneLine, titleFrom } from "./title.ts";

/** A row. */
export interface Kept extends Placed {
  /** The answer that a `token` or `thinking` row writes. */
  writes?: string;
}

export interface Conversation extends Omit<Summary, "title" | "deleted" | "unsaid" | "erased"> {
  /** Milliseconds since 1970. */
  deleted?: number;
  erased: boolean;
  title?: string;
  firstMessage?: string;
  rows: Kept[];
  /** Ids of user rows, answers and requests. */
  named: Set<string>;
}

/** One of which nothing is there. */
export function emptied(
  { conversation, owner, updated }: Pick<Conversation, "conversation" | "owner" | "updated">,
): Conversation {
  return {
    conversation,
    owner,
    updated,
    model: "",
    erased: false,
    top: 0,
    rows: [],
    named: new Set(),
  };
}

/** Whether lists and searches of an owner show it. */
export function isShownTo(owner: string, conversation: Conversation): boolean {
  return conversation.owner === owner && conversation.deleted === undefined &&
    !isUnsaid(conversation);
}

function isUnsaid({ title, firstMessage }: Conversation): boolean {
  return title === undefined && firstMessage === undefined;
}

export function summaryOf(conversation: Conversation): Summary {
  const { conversation: id, owner, top, title, firstMessage = "", model, updated } = conversation;
  return {
    conversation: id,
    owner,
    top,
    title: title === undefined ? titleFrom(firstMessage) : oneLine(title),
    model,
    updated,
    ...(conversation.deleted === undefined ? {} : { deleted: true }),
    ...(conversation.erased ? { erased: true } : isUnsaid(conversation) ? { unsaid: true } : {}),
  };
}
