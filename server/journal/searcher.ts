/** The port to what finds words in a journal: a search index beside the database. */
import type { Hit, SearchOptions } from "./journal.ts";

export interface Searcher extends AsyncDisposable {
  /** As `Journal.search`. What was stored just now is found, unless there is very much of it. */
  search(owner: string, query: string, options?: SearchOptions): Promise<Hit[]>;
  /** Takes in what was stored since the last time. */
  index(): Promise<void>;
  /** Forgets all of a conversation that is marked as erased and whose rows are still there. */
  forget(conversation: string): Promise<void>;
}
