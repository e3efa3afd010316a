/**
 * The memory's port: what Parley needs of a database, and nothing of what a database is.
 * Every call returns a promise, so that a database over a network can stand behind it.
 */
import type { Draft, Row } from "./rows.ts";

/** Rows for one conversation, stored all or none, with neighbouring seqs. */
export interface Append {
  owner: string;
  conversation: string;
  rows: Draft[];
  /**
   * The rows must survive a power cut, not only a crash of the process, before the promise
   * resolves. @default {false}
   */
  durable?: boolean;
}

/** What is known of a conversation without reading its rows. */
export interface Summary {
  conversation: string;
  owner: string;
  /** `seq` of its newest row. */
  top: number;
  title: string;
  /** Milliseconds since 1970 of the newest row that is not a token. */
  updated: number;
}

/** An answer that has a `typing` row and neither `ai` nor `error`. */
export interface UnendedAnswer {
  owner: string;
  conversation: string;
  /** The answer's id. */
  id: string;
  /** Whether any `token` or `thinking` row of it exists. */
  begun: boolean;
}

/** Thrown by every call when the database cannot do its work; `cause` is its own error. */
export class JournalError extends Error {
  override name = "JournalError";
}

export interface Journal extends AsyncDisposable {
  /**
   * Stores rows. All that is appended in one turn of the event loop is committed together;
   * the promise resolves after the commit, in the order of the calls.
   * @throws {JournalError} nothing of this append was stored, and its seqs are free again
   */
  append(append: Append): Promise<Row[]>;

  /**
   * Rows of a conversation with `seq > after`, ascending, from the first on until their JSON
   * reaches `maxBytes` (at least one row). `more` tells that there are others.
   */
  since(
    conversation: string,
    after: number,
    options?: { maxBytes?: number },
  ): Promise<{ rows: Row[]; more: boolean }>;

  /** The conversation's summary; `undefined` where it does not exist. */
  summary(conversation: string): Promise<Summary | undefined>;

  /** The `user` row with this id, or the `typing` row of this request or answer id. */
  find(conversation: string, id: string): Promise<Row | undefined>;

  /** Conversations of an owner, newest first, at most `limit`; `before` is an `updated` of a page before. */
  list(owner: string, options?: { before?: number; limit?: number }): Promise<Summary[]>;

  /** Answers without an end, in the order in which they were asked for. */
  unended(): Promise<UnendedAnswer[]>;

  /** Deletes `token` and `thinking` rows of answers that have ended. Returns how many. */
  compact(conversation: string): Promise<number>;

  /** A small value of the server's own (JSON), such as the model chosen last. */
  recall<T>(key: string): Promise<T | undefined>;
  remember(key: string, value: unknown): Promise<void>;
}
