/** What is done aside, so that no stream waits for it: each job by its name. */
import { exportLines, type ExportSource } from "../transfer/export_lines.ts";
import { createImportReader } from "../transfer/read_import.ts";
import type { SearchOptions } from "../journal/journal.ts";
import type { Found, Searcher } from "../journal/searcher.ts";
import { type Part, portionsOf } from "../transfer/portions_of.ts";

/** A job that was begun: it is handed something as often as it takes, and gives something back. */
export interface Job<In, Out> {
  next(input: In): Out | Promise<Out>;
  /** It is not wanted any more, or it has given all that it had. */
  close?(): void;
}

/** The jobs, as whoever asks for them sees them: what each begins with, is handed and gives. */
export interface Jobs {
  /** Gives UTF-8 bytes, and `undefined` at the end. */
  export: { setup: { owner: string }; in: undefined; out: Uint8Array<ArrayBuffer> | undefined };
  /**
   * Is handed a file's bytes, and says what is whole with them in portions: there may be more of it
   * until there is nothing in one.
   */
  import: { setup: undefined; in: Uint8Array | "more" | "end"; out: Part[] };
  /** Gives what was found. */
  search: {
    setup: { owner: string; query: string; options?: SearchOptions };
    in: undefined;
    out: Found;
  };
  /** The search index takes in all that is new. */
  index: { setup: undefined; in: undefined; out: void };
  /** The search index forgets a conversation. */
  forget: { setup: { conversation: string }; in: undefined; out: void };
  /** A day's copy of the database is made, and the oldest ones go. */
  backup: { setup: { folder: string; day: string; keep: number }; in: undefined; out: void };
  /** What was erased goes from the copies; gives a sentence for each where that failed. */
  tidyCopies: { setup: { folder: string }; in: undefined; out: string[] };
}

export type JobName = keyof Jobs;

/** Begins a job. */
export type Begin = {
  [N in JobName]: (setup: Jobs[N]["setup"]) => Job<Jobs[N]["in"], Jobs[N]["out"]>;
};

/** UTF-16 units of text that are handed over at once, about. */
const PORTION = 64 * 1024;

/**
 * What they need is asked for when they begin.
 * @param options.source gives what is exported
 * @param options.searcher keeps the search index; a journal in memory has none
 * @param options.database the path of the database; a journal in memory has none
 */
export function createJobs(
  { source, searcher = missing, database = missing }: {
    source: () => ExportSource;
    searcher?: () => Searcher;
    database?: () => string;
  },
): Begin {
  return {
    export({ owner }) {
      const lines = exportLines(source(), owner);
      const encoder = new TextEncoder();
      return {
        async next() {
          let text = "";
          while (text.length < PORTION) {
            const { value, done } = await lines.next();
            if (done) break;
            text += value;
          }
          return text === "" ? undefined : encoder.encode(text);
        },
        close: () => void lines.return(),
      };
    },
    import() {
      const reader = createImportReader();
      let portions = portionsOf([]);
      return {
        next(input) {
          if (input === "end") portions = portionsOf(reader.end());
          else if (input !== "more") portions = portionsOf(reader.push(input));
          return portions.next().value ?? [];
        },
      };
    },
    search: ({ owner, query, options }) => ({
      next: () => searcher().search(owner, query, options),
    }),
    index: () => ({ next: () => searcher().index() }),
    forget: ({ conversation }) => ({ next: () => searcher().forget(conversation) }),
    backup: (options) => ({
      async next() {
        const { keepCopy } = await import("../journal/kept_copies.ts");
        await keepCopy(database(), options);
      },
    }),
    tidyCopies: ({ folder }) => ({
      async next() {
        const { eraseInCopies } = await import("../journal/kept_copies.ts");
        return await eraseInCopies(database(), folder);
      },
    }),
  };
}

function missing(): never {
  throw new Error("This journal is in memory.");
}
