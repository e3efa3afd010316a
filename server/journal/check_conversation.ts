import { JournalError } from "./journal.ts";

/**
 * Checks that a conversation, if it is there, takes an owner's rows.
 * @throws {JournalError} with the fault `owner` or `gone`
 */
export function checkConversation(
  known: { owner: string; erased: boolean } | undefined,
  owner: string,
): void {
  if (known && known.owner !== owner) {
    throw new JournalError("Cannot append as the conversation is another owner's", {
      fault: "owner",
    });
  }
  if (known?.erased) {
    throw new JournalError("Cannot append as the conversation was erased", { fault: "gone" });
  }
}
