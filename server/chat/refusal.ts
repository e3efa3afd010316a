/** How a request is turned away. */
import type { RefusedCode } from "../../static/protocol.js";
import type { JournalError, JournalFault } from "../journal/journal.ts";

/** A request that was not taken. `message` is for people. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: RefusedCode;
  constructor(code: RefusedCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** @returns a sentence with both numbers */
export function tooLong(length: number, limit: number): string {
  return `This message has ${length} characters; at most ${limit} are taken.`;
}

/** What the journal's reasons are to who asked. */
const FAULTS: Record<JournalFault, readonly [RefusedCode, string]> = {
  owner: ["not_found", "There is no such conversation."],
  gone: ["gone", "This conversation was deleted."],
  conflict: ["conflict", "This contradicts what is stored."],
  storage: ["storage", "This cannot be saved right now, so it was not taken."],
};

/** How a request is turned away that the journal did not take. */
export function refusalAfter({ fault }: JournalError): Refusal {
  return new Refusal(...FAULTS[fault]);
}
