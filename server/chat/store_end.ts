/** An answer's last row, which has to be stored before the answer is over. */
import { JournalError } from "../journal/journal.ts";
import { delay } from "./delay.ts";

/** Milliseconds before the second try, and the most between two later ones. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/**
 * Stores it; where the journal cannot do its work right now, says so once and tries until it can.
 * @param store one try
 * @param options.onUnsaved it was not stored at the first try
 * @param options.closing ends the trying
 * @throws {JournalError} the journal does not take it
 * @throws `closing`'s reason
 */
export async function storeEnd(
  store: () => Promise<unknown>,
  { onUnsaved, closing }: { onUnsaved: () => void; closing: AbortSignal },
): Promise<void> {
  for (let wait = FIRST_WAIT;; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      await store();
      return;
    } catch (error) {
      if (!(error instanceof JournalError) || error.fault !== "storage") throw error;
      if (wait === FIRST_WAIT) onUnsaved();
      await delay(wait, closing);
    }
  }
}
