/**
 * The memory's port: what Parley needs of a database, and nothing of what a database is.
 * Every call returns a promise, so that a database over a network can stand behind it.
 */
import type { Blobs } from "./blobs.ts";
import type { Draft, Row } from "./rows.ts";
import type { Snippet } from "./snippet.ts";

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

/** A whole conversation from elsewhere; rows carry their old seqs and times, and no answer runs. */
export interface Adoption {
  owner: string;
  conversation: string;
  /** Without `token` and `thinking` rows; of this conversation, whatever they say. */
  rows: Row[];
}

/** What is known of a conversation without reading its rows. */
export interface Summary {
  conversation: string;
  owner: string;
  /** `seq` of its newest row. */
  top: number;
  /**
   * On one line: the newest `title` row's message, else the first user message, at most 60 UTF-16
   * units of it. May be `""`.
   */
  title: string;
  /** The one that answers in it: asked last, or chosen since; `""` is the server's default. */
  model: string;
  /**
   * Milliseconds since 1970 of the newest row that is not a token, and neither deletes nor restores.
   */
  updated: number;
  /** Its newest `deleted` row has no `restored` row after it. */
  deleted?: true;
  /** Nothing was said in it yet, and nobody gave it a title: lists leave it out. */
  unsaid?: true;
  /** It is gone for good: of all there was, only this summary is left. */
  erased?: true;
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

/** Where a page of the list ended: the last summary of that page will do. */
export type ListCursor = Pick<Summary, "updated" | "conversation">;

export interface SearchOptions {
  /** The `place` of the last hit of the page before. */
  before?: number;
  /** @default {50} */
  limit?: number;
}

/** Something that was found. */
export interface Hit extends Pick<Summary, "conversation" | "title" | "model" | "updated"> {
  /** The message in which it was found; `null` where it was the title that someone gave. */
  id: string | null;
  snippet: Snippet;
  /** Grows from the oldest hit to the newest. */
  place: number;
}

/**
 * Why a call failed. `owner`: the conversation is someone else's. `gone`: it was erased.
 * `conflict`: the rows contradict the journal (an id that is taken, a row of an answer that is not
 * running). `storage`: the database could not do its work.
 */
export type JournalFault = "owner" | "gone" | "conflict" | "storage";

/** Rejects every call that failed; `cause` is the database's own error, where it had one. */
export class JournalError extends Error {
  override name = "JournalError";
  readonly fault: JournalFault;
  constructor(message: string, options: ErrorOptions & { fault?: JournalFault } = {}) {
    super(message, options);
    this.fault = options.fault ?? "storage";
  }
}

export interface Journal extends AsyncDisposable {
  readonly blobs: Blobs;

  /**
   * Stores rows. All that is appended in one turn of the event loop is committed together;
   * the promises resolve after the commit, in the order of the calls. The first append makes the
   * conversation, and its owner is the only one who can append more. Ids of user rows, answers and
   * requests occur once in a conversation; rows of an answer stand between its `typing` and its
   * one `ai` or `error`.
   * @throws {JournalError} nothing of this append was stored, and its seqs are free again
   */
  append(append: Append): Promise<Row[]>;

  /**
   * Stores a conversation that was made elsewhere as it was made: all of it or nothing, and on the
   * disk when the promise resolves. Before that nobody can see anything of it, also not after a
   * crash.
   * @throws {JournalError} `conflict` where there is a conversation of that id, or was. Of what was
   *   stored by then `deletedBefore` gives the remains, by a name of their own, to be erased
   */
  adopt(adoption: Adoption): Promise<void>;

  /**
   * Rows of a conversation with `seq > after`, ascending: as many as fit into `maxBytes` of JSON,
   * but at least one. `more` tells that there are others. What is to survive a power cut and is not
   * safe yet is waited for: nobody reads what its append has not been told.
   * @default {Infinity} maxBytes, in UTF-8 bytes
   */
  since(
    conversation: string,
    after: number,
    options?: { maxBytes?: number },
  ): Promise<{ rows: Row[]; more: boolean }>;

  /** The conversation's summary; `undefined` where it does not exist. */
  summary(conversation: string): Promise<Summary | undefined>;

  /**
   * Conversations of an owner, newest first (the greater id first where `updated` is the same), at
   * most `limit`; `before` is the last one of the page before. Deleted ones are left out,
   * and those in which nothing was said.
   * @default {50} limit
   */
  list(owner: string, options?: { before?: ListCursor; limit?: number }): Promise<Summary[]>;

  /**
   * Messages, ended answers and given titles that hold every word of the query, newest first.
   * Words are what stands between white space; nothing in them has a meaning of its own, and their
   * case does not count. Deleted conversations are left out.
   */
  search(owner: string, query: string, options?: SearchOptions): Promise<Hit[]>;

  /** Answers without an end, in the order in which they were asked for. */
  unended(): Promise<UnendedAnswer[]>;

  /**
   * Deletes `token` and `thinking` rows of answers that have ended. Returns how many. The journal
   * may also do so itself when it opens.
   */
  compact(conversation: string): Promise<number>;

  /**
   * Removes everything of a conversation for good, from the file as well; only its id and its owner
   * stay, and nothing can be appended to it. What is long takes its time, and others do not wait
   * for it: it is out of sight at once. When the promise resolves, the journal's files hold nothing
   * of it, but for a log that another program reads just then: that one is emptied once it has read
   * enough, or at the next start. Images go along as `Blobs` says.
   * @throws {JournalError} it is out of sight, and `deletedBefore` gives it until it is called again
   */
  erase(conversation: string): Promise<void>;

  /**
   * Conversations, anyone's, that were deleted before `time` and wait to be erased.
   * @param time milliseconds since 1970
   */
  deletedBefore(time: number): Promise<Summary[]>;

  /** A small value of the server's own (JSON), such as the model chosen last; check its shape. */
  recall(key: string): Promise<unknown>;
  remember(key: string, value: unknown): Promise<void>;
}
