import type { Blob } from "../journal/blobs.ts";
import type { Incoming } from "./finished.ts";

/** Where in a file: its lines and its conversations are counted from 1. */
export type At = { line: number } | { conversation: number };

/** An image that conversations after it show. */
export interface IncomingImage extends Blob {
  hash: string;
}

/** What became of a piece of a file: a conversation, an image, or why there is none. */
export type Outcome =
  | { at: At; incoming: Incoming }
  | { at: At; image: IncomingImage }
  | { at: At; failure: string };
