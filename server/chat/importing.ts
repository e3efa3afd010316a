/** Takes in what was exported elsewhere: whole conversations, each once however often it comes. */
import type { Aside } from "../aside/aside.ts";
import type { Journal } from "../journal/journal.ts";
import { derivedId } from "../transfer/derived_id.ts";
import type { Incoming } from "../transfer/finished.ts";
import type { At } from "../transfer/outcome.ts";
import type { Conversations } from "./conversations.ts";
import type { InOrder } from "./in_order.ts";

/** How far an import is. */
export interface ImportCounts {
  /** Bytes that were read. */
  bytes: number;
  /** Conversations that are new here. */
  added: number;
  /** Conversations that were here already, and stayed as they were. */
  known: number;
  /** Conversations that could not be taken in. */
  failed: number;
}

export interface ImportListener {
  onProgress: (counts: ImportCounts) => void;
  onFailure: (at: At, message: string) => void;
}

export function createImporting(
  { aside, journal, conversations, inOrder, onImage, onBroken }: {
    aside: Aside;
    journal: Journal;
    conversations: Conversations;
    inOrder: InOrder;
    /** Hears of each image that was stored. */
    onImage: () => void;
    /** A conversation could not be stored whole: what was stored of it waits to be erased. */
    onBroken: () => void;
  },
) {
  let running = false;

  /**
   * Reads a file to its end. Each conversation is stored before the next bytes are read, so that a
   * file that breaks off leaves what came before.
   * @throws {JournalError} what was counted by then is stored
   * @throws what the stream throws
   */
  async function run(
    owner: string,
    file: AsyncIterable<Uint8Array>,
    { onProgress, onFailure }: ImportListener,
  ): Promise<ImportCounts> {
    using reading = aside.begin("import", undefined);
    const counts: ImportCounts = { bytes: 0, added: 0, known: 0, failed: 0 };

    async function take(bytes: Uint8Array | undefined) {
      for (const outcome of await reading.next(bytes)) {
        if ("incoming" in outcome) counts[await store(owner, outcome.incoming)] += 1;
        else if ("image" in outcome) {
          const { hash, ...image } = outcome.image;
          await journal.blobs.keep(owner, hash, image);
          onImage();
        } else {
          counts.failed += 1;
          onFailure(outcome.at, outcome.failure);
        }
      }
      counts.bytes += bytes?.length ?? 0;
      onProgress({ ...counts });
    }

    for await (const bytes of file) await take(bytes);
    await take(undefined);
    return counts;
  }

  /**
   * One that was deleted here, or is someone else's, comes in under another id: always the same one,
   * so that it is known the next time.
   */
  async function store(owner: string, { conversation, rows }: Incoming) {
    for (let id = conversation;; id = derivedId("again", id)) {
      const stored = await tryStore(owner, { conversation: id, rows });
      if (stored) return stored;
    }
  }

  function tryStore(
    owner: string,
    { conversation, rows }: Incoming,
  ): Promise<"added" | "known" | undefined> {
    return inOrder(conversation, async () => {
      const known = await journal.summary(conversation);
      if (known) return known.deleted || known.owner !== owner ? undefined : "known";
      const own = rows.map((row) => ({ ...row, conversation }));
      try {
        await conversations.adopt({ owner, conversation, rows: own });
      } catch (error) {
        onBroken();
        throw error;
      }
      return "added";
    });
  }

  return {
    /** Whether a file is being read: there is room for one at a time. */
    get running() {
      return running;
    },
    async run(...options: Parameters<typeof run>) {
      if (running) throw new Error("Cannot import: files are read one at a time");
      running = true;
      try {
        return await run(...options);
      } finally {
        running = false;
      }
    },
  };
}
