/**
 * This page's copy of one conversation: takes rows as they arrive, notices when one is missing,
 * and folds what is at hand when it is asked to (docs/PROTOCOL.md §2, rules 1 to 5).
 *
 * @import { Row } from "../server/journal/rows.ts"
 * @import { Conversation } from "./fold.js"
 * @import { ClientFrame, ServerFrame } from "../server/socket/protocol.ts"
 */
import { emptyConversation, fold } from "./fold.js";
import { makeId } from "./id.js";
import { keepSame } from "./same_messages.js";

/** @typedef {ClientFrame<"open">} Open */
/** @typedef {Extract<ServerFrame, { type: "opened" }>} Opened */
/** @typedef {ReturnType<typeof createReplica>} Replica */

/**
 * Rows, and up to where they are all there is.
 * @typedef {{ epoch?: string, last: number, rows: Row[] }} Copy
 */

/** @param {string} id of the conversation */
export function createReplica(id) {
  let conversation = emptyConversation(id);
  /** @type {Copy} of which the rows are not folded yet */
  let here = { last: 0, rows: [] };
  /** @type {Copy | undefined} what will take its place */
  let aside;
  /** @type {string | undefined} names the question that is not answered yet */
  let asked;
  /** @type {Conversation | undefined} what was swapped out and may be the same */
  let former;

  /**
   * Asks for everything after what is here, or is being built aside.
   * @returns {Open}
   */
  function open() {
    const { epoch, last } = aside ?? here;
    asked = makeId();
    const known = epoch === undefined ? {} : { epoch, since: last };
    return { type: "open", conversation: id, id: asked, ...known };
  }

  /** @param {string} [name] of a question; whether it is the one that is not answered yet */
  const asks = (name) => asked !== undefined && asked === name;

  /**
   * Takes the answer to the newest question. What others get may begin anywhere, and is passed over.
   * @param {Opened} opened
   * @returns {Open | undefined} what to ask next, where there is more
   */
  function opened({ id: name, epoch, reset, upto, events, more }) {
    if (!asks(name)) return undefined;
    if (reset || epoch !== (aside ?? here).epoch) aside = { epoch, last: 0, rows: [] };
    const copy = aside ?? here;
    copy.rows.push(...events);
    copy.last = upto;
    if (more) return open();
    asked = undefined;
    if (aside) {
      former = conversation;
      conversation = emptyConversation(id);
      here = aside;
      aside = undefined;
    }
    return undefined;
  }

  /**
   * @param {Row} row a live one
   * @returns {Open | undefined} what to ask, where one before it is missing
   */
  function take(row) {
    if (asked || row.seq <= here.last) return undefined;
    if (row.seq > here.last + 1) return open();
    here.rows.push(row);
    here.last = row.seq;
    return undefined;
  }

  /** Folds what has arrived. The same object comes back when nothing has. */
  function flush() {
    if (here.rows.length > 0) conversation = fold(conversation, here.rows);
    here.rows = [];
    if (former) conversation = keepSame(conversation, former);
    former = undefined;
    const { last } = here;
    if (!asked && conversation.last !== last) conversation = { ...conversation, last };
    return conversation;
  }

  return {
    id,
    open,
    opened,
    asks,
    take,
    flush,
    /** Whether everything up to now is here, as far as this page knows. */
    get complete() {
      return !asked && here.epoch !== undefined;
    },
  };
}
