/** Searches a journal aside. */
import type { Searcher } from "../journal/searcher.ts";
import type { Aside } from "./aside.ts";

export function searchAside(aside: Aside): Searcher {
  return {
    async search(owner, query, options) {
      using job = aside.begin("search", { owner, query, options });
      return await job.next(undefined);
    },
    async index() {
      using job = aside.begin("index", undefined);
      await job.next(undefined);
    },
    async forget(conversation) {
      using job = aside.begin("forget", { conversation });
      await job.next(undefined);
    },
    // It ends with what it is done in, which others use as well.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
