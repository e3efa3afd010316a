/**
 * Rows of a journal → what a conversation is. The page, the server and the tests all use this one
 * function, so that a reload, a second tab and a restart cannot disagree.
 *
 * @import { ContextUse, Row, Settings, Stats } from "../server/journal/rows.ts"
 * @import { ErrorCode } from "./protocol.js"
 */

/**
 * A question or an answer.
 * @typedef {object} Message
 * @property {string} id
 * @property {"user" | "ai"} role
 * @property {string | null} parent the message above it, `null` at the root
 * @property {string} text
 * @property {string} thinking what the model thought before it answered
 * @property {"sent" | "waiting" | "running" | "ended" | "failed"} state `sent` is a user message;
 *   an answer waits until its first token, runs, and has either ended or failed
 * @property {number} seq of the row that began it
 * @property {number} time when it was accepted, in milliseconds since 1970
 * @property {string} [model]
 * @property {string} [request] the id of the prompt, retry or continue that asked for this answer
 * @property {string} [continues] the answer whose text this one goes on from
 * @property {"stop" | "length" | "stopped"} [reason] why an ended answer ended
 * @property {{ code: ErrorCode, message: string }} [error] why a failed answer failed
 * @property {Stats} [stats]
 * @property {ContextUse} [context]
 * @property {string[]} [images] hashes
 */

/**
 * A conversation at one point of its journal. Treat it as frozen: `fold` makes a new one.
 * @typedef {object} Conversation
 * @property {string} id
 * @property {number} last `seq` of the newest row in it
 * @property {string} title as it was set, `""` where it was not
 * @property {string} model the one that answers here, `""` while nobody asked or chose
 * @property {Settings} settings what was chosen here, besides the model
 * @property {boolean} deleted
 * @property {string | null} head the message at the end of the branch that is shown
 * @property {ReadonlyMap<string, Message>} messages by id, in the order they were accepted
 */

/**
 * @param {string} id
 * @returns {Conversation} a conversation of which nothing has been said
 */
export function emptyConversation(id) {
  return {
    id,
    last: 0,
    title: "",
    model: "",
    settings: {},
    deleted: false,
    head: null,
    messages: new Map(),
  };
}

/**
 * Applies rows in order and returns the conversation after them; the one handed in stays as it is,
 * and messages that no row touched stay the same objects. Rows at or below `last` are known and
 * ignored. Pass all rows at hand at once: each call copies the table of messages.
 * @param {Conversation} conversation
 * @param {readonly Row[]} rows with ascending `seq`
 * @returns {Conversation}
 */
export function fold(conversation, rows) {
  const fresh = rows.filter((row) => row.seq > conversation.last);
  if (fresh.length === 0) return conversation;
  const next = { ...conversation, messages: new Map(conversation.messages) };
  for (const row of fresh) {
    if (row.seq <= next.last) continue;
    apply(next, row);
    next.last = row.seq;
  }
  return next;
}

/**
 * @param {Conversation & { messages: Map<string, Message> }} next
 * @param {Row} row
 */
function apply(next, row) {
  switch (row.type) {
    case "user":
      next.messages.set(row.id, asked(row));
      next.head = row.id;
      return;
    case "typing":
      next.messages.set(row.id, awaited(row, next.messages));
      next.head = row.id;
      next.model = row.model;
      return;
    case "token":
    case "thinking":
    case "ai":
    case "error": {
      const answer = next.messages.get(row.id);
      if (answer) next.messages.set(row.id, { ...answer, ...change(answer, row) });
      return;
    }
    case "title":
      next.title = row.message;
      return;
    case "settings": {
      const { type: _, conversation: _c, seq: _s, time: _t, model, ...chosen } = row;
      next.model = model ?? (model === null ? "" : next.model);
      next.settings = Object.fromEntries(
        Object.entries({ ...next.settings, ...chosen }).filter(([, value]) => value !== null),
      );
      return;
    }
    case "head":
      next.head = row.id;
      return;
    case "deleted":
    case "restored":
      next.deleted = row.type === "deleted";
      return;
  }
}

/**
 * @param {Extract<Row, { type: "user" }>} row
 * @returns {Message}
 */
function asked({ id, parent, message, images, seq, time }) {
  return {
    id,
    role: "user",
    parent,
    text: message,
    thinking: "",
    state: "sent",
    seq,
    time,
    ...(images ? { images } : {}),
  };
}

/**
 * @param {Extract<Row, { type: "typing" }>} row
 * @param {ReadonlyMap<string, Message>} messages
 * @returns {Message}
 */
function awaited({ id, parent, request, model, continues, seq, time }, messages) {
  const text = continues ? messages.get(continues)?.text ?? "" : "";
  return {
    id,
    role: "ai",
    parent,
    text,
    thinking: "",
    state: "waiting",
    seq,
    time,
    request,
    model,
    ...(continues ? { continues } : {}),
  };
}

/**
 * @param {Message} answer
 * @param {Extract<Row, { type: "token" | "thinking" | "ai" | "error" }>} row
 * @returns {Partial<Message>}
 */
function change(answer, row) {
  switch (row.type) {
    case "token":
      return { state: "running", text: written(answer.text, row) };
    case "thinking":
      return { state: "running", thinking: written(answer.thinking, row) };
    case "ai": {
      const { reason, message: text, thinking = "", stats, context } = row;
      return { state: "ended", reason, text, thinking, stats, context };
    }
    case "error": {
      const { code, message, text, thinking = "" } = row;
      return { state: "failed", error: { code, message }, text, thinking };
    }
  }
}

/**
 * A write at an offset, in UTF-16 units.
 * @param {string} text
 * @param {{ offset: number, message: string }} write
 */
function written(text, { offset, message }) {
  return (offset === text.length ? text : text.slice(0, offset)) + message;
}
