/** Takes in what was exported elsewhere: whole conversations, each once however often it comes. */
import type { Aside } from "../aside/aside.ts";
import type { Journal } from "../journal/journal.ts";
import type { Row } from "../journal/rows.ts";
import { derivedId } from "../transfer/derived_id.ts";
import type { Incoming } from "../transfer/finished.ts";
import type { At } from "../transfer/outcome.ts";
import type { Part } from "../transfer/portions_of.ts";
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

    /** Of the conversation that is being handed over, and that nobody has yet. */
    let rows: Row[] = [];

    async function take(part: Part) {
      if ("image" in part) {
        const { hash, ...image } = part.image;
        await journal.blobs.keep(owner, hash, image);
        onImage();
      } else if ("failure" in part) {
        counts.failed += 1;
        onFailure(part.at, part.failure);
      } else {
        rows.push(...part.rows);
        if (!part.last) return;
        const { conversation } = part;
        const whole = { conversation, rows };
        rows = [];
        counts[await store(owner, whole)] += 1;
      }
    }

    async function read(input: Uint8Array | "end") {
      for (let parts = await reading.next(input); parts.length > 0;) {
        for (const part of parts) await take(part);
        parts = await reading.next("more");
      }
      if (input !== "end") counts.bytes += input.length;
      onProgress({ ...counts });
    }

    for await (const bytes of file) await read(bytes);
    await read("end");
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
      try {
        await conversations.adopt({ owner, conversation, rows });
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
