import type { Incoming } from "./finished.ts";

/** Where in a file: its lines and its conversations are counted from 1. */
export type At = { line: number } | { conversation: number };

/** What became of a piece of a file: a conversation, or one sentence on why there is none. */
export type Outcome = { at: At; incoming: Incoming } | { at: At; failure: string };
