/**
 * Everything of an owner as lines of JSON: a head, then each conversation's rows as they are, with
 * the images that they are the first to name, then its seal, and at the end how many there were.
 * What has no seal is not whole.
 */
import { Buffer } from "node:buffer";
import type { Blobs } from "../journal/blobs.ts";
import type { Journal } from "../journal/journal.ts";

/** What is read: a whole journal, or as much of one. */
export type ExportSource = Pick<Journal, "list" | "since"> & { blobs: Pick<Blobs, "get"> };

/** The format's version; what a newer Parley wrote is refused by an older one. */
export const EXPORT_VERSION = 1;

/** UTF-8 bytes of rows that are read at once, about. */
const PAGE_BYTES = 64 * 1024;

/**
 * A page of lines at a time, each line with its end.
 * @param options.now milliseconds since 1970
 * @throws {JournalError}
 */
export async function* exportLines(
  source: ExportSource,
  owner: string,
  { now = Date.now }: { now?: () => number } = {},
): AsyncGenerator<string, void, void> {
  yield line({ type: "parley", version: EXPORT_VERSION, exported: now() });
  // In one go: a conversation that goes on meanwhile would slip past a cursor.
  const all = await source.list(owner, { limit: Number.MAX_SAFE_INTEGER });
  let conversations = 0;
  const images = new Set<string>();
  for (const { conversation, title } of all) {
    let last = 0;
    for (let more = true; more;) {
      const page = await source.since(conversation, last, { maxBytes: PAGE_BYTES });
      last = page.rows.at(-1)?.seq ?? last;
      more = page.more;
      for (const hash of page.rows.flatMap((row) => row.type === "user" ? row.images ?? [] : [])) {
        if (images.has(hash)) continue;
        images.add(hash);
        const image = await source.blobs.get(owner, hash);
        if (!image) continue;
        const data = Buffer.from(image.bytes).toString("base64");
        yield line({ type: "image", hash, media: image.type, data });
      }
      yield page.rows.map(line).join("");
    }
    if (last === 0) continue; // It was erased while the ones before it were read.
    conversations += 1;
    yield line({ type: "conversation", conversation, last, title });
  }
  yield line({ type: "end", conversations });
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
