/** The port to what finds words in a journal: a search index beside the database. */
import type { Hit, SearchOptions } from "./journal.ts";

/** What a search came to. */
export interface Found {
  hits: Hit[];
  /** Why what is new could not be taken in before, in a sentence that says nothing of what it is. */
  fault?: string;
}

/** Every call rejects with a `JournalError`. */
export interface Searcher extends AsyncDisposable {
  /** As `Journal.search`. What was stored just now is found, unless there is very much of it. */
  search(owner: string, query: string, options?: SearchOptions): Promise<Found>;
  /** Takes in what was stored since the last time. */
  index(): Promise<void>;
  /** Forgets all of a conversation that is marked as erased and whose rows are still there. */
  forget(conversation: string): Promise<void>;
}
