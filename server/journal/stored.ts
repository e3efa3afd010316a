import { Buffer } from "node:buffer";
import type { Draft, Row } from "./rows.ts";

/** A row as a journal keeps it: its place, and what it says as JSON. */
export interface Stored {
  seq: number;
  /** Milliseconds since 1970. */
  time: number;
  /** JSON of a `Draft`. */
  body: string;
}

/** The row that was stored. */
export function toRow(conversation: string, { seq, time, body }: Stored): Row {
  return { ...toDraft(body), conversation, seq, time };
}

/** What a stored row says. */
export function toDraft(body: string): Draft {
  return JSON.parse(body);
}

/**
 * Takes rows from the first on: as many as fit into `maxBytes` of JSON, but at least one.
 * `more` tells that there are others; only the first of these is read.
 */
export function pageOf(
  stored: Iterable<Stored>,
  { conversation, maxBytes = Infinity }: { conversation: string; maxBytes?: number },
): { rows: Row[]; more: boolean } {
  const rows: Row[] = [];
  let bytes = 0;
  for (const entry of stored) {
    bytes += Buffer.byteLength(entry.body) + placeBytes(conversation, entry);
    if (rows.length > 0 && bytes > maxBytes) return { rows, more: true };
    rows.push(toRow(conversation, entry));
  }
  return { rows, more: false };
}

/** What a row's place adds to its JSON, and the comma between two rows. */
function placeBytes(conversation: string, { seq, time }: Stored): number {
  return `,"conversation":"","seq":${seq},"time":${time},`.length + conversation.length;
}
