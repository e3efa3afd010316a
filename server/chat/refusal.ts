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

/** To who asks for a conversation that there never was, or for another owner's: it looks the same. */
export function noConversation(): Refusal {
  return new Refusal("not_found", "There is no such conversation.");
}

export function deletedConversation(): Refusal {
  return new Refusal("gone", "This conversation was deleted.");
}

/** What the journal's reasons are to who asked. */
const FAULTS: Record<JournalFault, () => Refusal> = {
  owner: noConversation,
  gone: deletedConversation,
  conflict: () => new Refusal("conflict", "This contradicts what is stored."),
  storage: () => new Refusal("storage", "This cannot be saved right now, so it was not taken."),
};

/** How a request is turned away that the journal did not take. */
export function refusalAfter({ fault }: JournalError): Refusal {
  return FAULTS[fault]();
}
