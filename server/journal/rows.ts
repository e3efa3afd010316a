/**
 * The rows of a conversation's journal. A row is stored, sent as a frame and folded as it is;
 * there is no second shape of any of them. docs/PROTOCOL.md §2 says what each one means.
 */
import type { ErrorCode } from "../../static/protocol.js";

/** What Ollama reported of one answer. Counts are tokens, times are milliseconds. */
export interface Stats {
  promptTokens?: number;
  answerTokens?: number;
  promptMs?: number;
  answerMs?: number;
  loadMs?: number;
  totalMs?: number;
}

/** How full the model's window was: tokens used, tokens it holds, messages left out. */
export interface ContextUse {
  used: number;
  limit: number;
  dropped: number;
  /** Ollama seems to have left out more by itself, and did not say what. */
  unsure?: true;
  /** Images that were left out, since the model cannot see or they are not here any more. */
  unseen?: number;
}

export interface UserRow {
  type: "user";
  id: string;
  /** The row above it: an answer, or `null` at the root. */
  parent: string | null;
  message: string;
  /** Hashes of images (`blobs.ts`). One that is not there any more, or came from elsewhere, is let be. */
  images?: string[];
}

export interface TypingRow {
  type: "typing";
  /** The id of the answer that will come. */
  id: string;
  /** The user message it answers. */
  parent: string;
  /** The id of the prompt, retry or continue that asked for it. */
  request: string;
  model: string;
  message: string;
  /** The answer whose text it goes on from. */
  continues?: string;
}

/** A write at `offset` (UTF-16 units): `text = text.slice(0, offset) + message`. */
export interface TokenRow {
  type: "token" | "thinking";
  id: string;
  offset: number;
  message: string;
}

export interface AiRow {
  type: "ai";
  id: string;
  reason: "stop" | "length" | "stopped";
  message: string;
  thinking?: string;
  stats?: Stats;
  context?: ContextUse;
}

export interface ErrorRow {
  type: "error";
  id: string;
  code: ErrorCode;
  message: string;
  text: string;
  thinking?: string;
}

/** How an answer ended, without what it says. */
export type AnswerEnd = Pick<AiRow, "type" | "reason" | "stats"> | Pick<ErrorRow, "type" | "code">;

export interface TitleRow {
  type: "title";
  message: string;
}

/**
 * What someone chose for this conversation: absent keys stay as they were, `null` is the server's
 * default. Temperature and the like go to Ollama under its own names.
 */
export interface Settings {
  model?: string | null;
  system?: string | null;
  temperature?: number | null;
  top_p?: number | null;
  top_k?: number | null;
  num_predict?: number | null;
  seed?: number | null;
  think?: boolean | null;
}

export interface SettingsRow extends Settings {
  type: "settings";
}

/** Which branch is shown: the one that ends with this message. */
export interface HeadRow {
  type: "head";
  id: string;
}

/** The conversation is out of sight, and soon out of the file; or back again. */
export interface DeletedRow {
  type: "deleted" | "restored";
}

/** What a row says; the journal adds where and when. */
export type Draft =
  | UserRow
  | TypingRow
  | TokenRow
  | AiRow
  | ErrorRow
  | TitleRow
  | SettingsRow
  | HeadRow
  | DeletedRow;

/** Where and when: `seq` is 1, 2, 3… in its conversation, `time` is milliseconds since 1970. */
export interface Place {
  conversation: string;
  seq: number;
  time: number;
}

export type Row = Draft & Place;

/** Rows that end an answer. */
export function endsAnswer<R extends Draft>(row: R): row is Extract<R, AiRow | ErrorRow> {
  return row.type === "ai" || row.type === "error";
}

/** Rows that write a piece of an answer: once it has ended, its end has everything. */
export function isWrite<R extends Draft>(row: R): row is Extract<R, TokenRow> {
  return row.type === "token" || row.type === "thinking";
}
