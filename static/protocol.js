/**
 * The names, codes and limits of Parley's wire, shared by the page, the server and the tests.
 * docs/PROTOCOL.md explains them; this file is what runs.
 */

/** The WebSocket sub-protocol of conversations. A client that offers none speaks the basic protocol. */
export const SUBPROTOCOL = "parley.v1";

/** First words of the greeting on the basic protocol, which reference clients may look for. */
export const WELCOME = "Connected to chat server";

/** What stands in the `message` of every `typing` frame. */
export const TYPING = "AI is typing...";

/**
 * Why an answer failed: the codes of `error` rows.
 * @typedef {"unavailable" | "model_missing" | "model_busy" | "timeout" | "interrupted" | "repeating"
 *   | "restarted" | "context" | "upstream" | "bad_reply" | "storage"
 *   | "no_vision"} ErrorCode
 */

/**
 * Why a request was not taken: the codes of `refused` frames.
 * @typedef {"bad_frame" | "too_long" | "rate" | "busy" | "not_found" | "gone" | "conflict"
 *   | "storage"} RefusedCode
 */

/**
 * Refusals after which the same request may be sent again; all others are final.
 * @type {ReadonlySet<RefusedCode>}
 */
export const PASSING_REFUSALS = new Set(["rate", "busy", "storage"]);

/**
 * What a running answer is doing right now.
 * `busy`: Ollama takes no more and is asked again.
 * `unsaved`: it has ended, and its end cannot be stored right now, which is tried again.
 * @typedef {"queued" | "loading" | "busy" | "silent" | "reading" | "thinking" | "writing" | "unsaved"} Phase
 */

/** WebSocket close codes. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
export const CLOSE = Object.freeze({
  goingAway: 1001,
  unsupportedData: 1003,
  policy: 1008,
  tooBig: 1009,
  internal: 1011,
  notSignedIn: 4001,
  tooSlow: 4008,
  outOfDate: 4009,
});

/** Limits that hold for every server; `hello.limits` carries those that the configuration sets. */
export const LIMITS = Object.freeze({
  /** Prompts that may wait in one conversation, or behind one basic socket. */
  waitingPrompts: 5,
  /** Conversations that one socket may have open. */
  openConversations: 1000,
  /** Of a conversation's title, and of its system prompt, in UTF-16 units. */
  titleChars: 200,
  systemChars: 32_000,
  /** Milliseconds in which a deleted conversation can be brought back. */
  undoMs: 10_000,
  /** Images of one message, and bytes of one image. */
  images: 8,
  blobBytes: 8 * 1024 * 1024,
  /** UTF-8 bytes of one client frame. */
  frameBytes: 1024 * 1024,
  /** Client frames a second, and how many may come at once. */
  framesPerSecond: 20,
  frameBurst: 40,
  /** Frames that do not parse, within a minute, before the socket is closed. */
  badFramesPerMinute: 20,
  /** UTF-8 bytes of one `opened` frame, about. */
  openedBytes: 256 * 1024,
});

/** A UUID as the clients make them. */
export const ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An image's name: SHA-256 of its bytes. */
export const HASH_PATTERN = /^[0-9a-f]{64}$/;
