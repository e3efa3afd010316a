/** A conversation that came from elsewhere, made fit to be stored here. */
import { emptyConversation, fold } from "../../static/fold.js";
import { findingsInRows } from "../journal/invariants.ts";
import { isWrite, type Row } from "../journal/rows.ts";
import { faultInTurns } from "./fault_in_turns.ts";

/** A conversation to be stored as it is. */
export interface Incoming {
  conversation: string;
  rows: Row[];
}

const UNFINISHED = "This answer was still being written when the conversation was exported.";

/**
 * Ends what was still being answered, and leaves out the tokens that led to answers.
 * @returns why it cannot be stored, where that is so
 */
export function finished({ conversation, rows }: Incoming): Incoming | Error {
  const last = rows.at(-1);
  if (!last) return new Error("There is nothing in it.");
  const folded = fold(emptyConversation(conversation), rows);
  if (folded.deleted) return new Error("It was deleted.");
  const open = folded.messages.values()
    .filter(({ role, state }) => role === "ai" && state !== "ended" && state !== "failed");
  const ends = open.toArray().map(({ id, text, thinking }, index): Row => ({
    type: "error",
    id,
    code: "interrupted",
    message: UNFINISHED,
    text,
    ...(thinking ? { thinking } : {}),
    conversation,
    seq: last.seq + 1 + index,
    time: last.time,
  }));
  const kept = [...rows.filter((row) => !isWrite(row)), ...ends];
  const why = findingsInRows(kept).at(0)?.message ?? faultInTurns(folded);
  return why === undefined ? { conversation, rows: kept } : new Error(why);
}
