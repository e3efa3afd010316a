import type { Draft } from "./rows.ts";
import { oneLine, titleFrom } from "./title.ts";

/** Titles of a conversation, from the weakest to the strongest. */
const TITLED = { fromNothing: 0, fromMessage: 1, byHand: 2 };

/** A title, and whose it is: the first message gives one once, a given one may be given again. */
export interface Titled {
  title: string;
  titled: number;
}

/** Gives a conversation the title that a row has for it, if it has one. */
export function entitle(conversation: Titled, row: Draft) {
  if (row.type === "title") {
    conversation.title = oneLine(row.message);
    conversation.titled = TITLED.byHand;
  } else if (row.type === "user" && conversation.titled === TITLED.fromNothing) {
    conversation.title = titleFrom(row.message);
    conversation.titled = TITLED.fromMessage;
  }
}
