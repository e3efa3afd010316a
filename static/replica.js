/**
 * This page's copy of one conversation: takes rows as they arrive, notices when one is missing,
 * and folds what is at hand when it is asked to (docs/PROTOCOL.md §2, rules 1 to 5).
 *
 * @import { Row } from "../server/journal/rows.ts"
 * @import { Conversation } from "./fold.js"
 * @import { ClientFrame, ServerFrame } from "../server/socket/protocol.ts"
 */
import { emptyConversation, fold } from "./fold.js";
import { keepSame } from "./same_messages.js";

/** @typedef {ClientFrame<"open">} Open */
/** @typedef {Extract<ServerFrame, { type: "opened" }>} Opened */
/** @typedef {ReturnType<typeof createReplica>} Replica */

/** @param {string} id of the conversation */
export function createReplica(id) {
  let conversation = emptyConversation(id);
  /** @type {string | undefined} */
  let epoch;
  let last = 0;
  /** @type {Row[]} not folded yet */
  let rows = [];
  /** @type {{ epoch: string, rows: Row[] } | undefined} what will take the place of all the above */
  let aside;
  let asking = false;
  /** @type {Conversation | undefined} what was swapped out and may be the same */
  let former;

  /**
   * Asks for everything after what is here. Whatever was being built aside is given up.
   * @returns {Open}
   */
  function open() {
    aside = undefined;
    asking = true;
    return {
      type: "open",
      conversation: id,
      ...(epoch === undefined ? {} : { epoch, since: last }),
    };
  }

  /**
   * What was asked before this copy was made, over the same line, may still be answered: it is true,
   * but may begin in the middle, and what this copy asked for comes after it.
   * @param {Opened} opened
   * @returns {Open | undefined} what to ask next, where there is more
   */
  function opened({ epoch: theirs, reset, upto, events, more }) {
    const isWhole = events.length > 0 ? events[0].seq === 1 : upto === 0;
    const isOther = reset || theirs !== (aside?.epoch ?? epoch);
    if (isOther && !isWhole) return open();
    asking = true;
    if (isOther || isWhole) aside = { epoch: theirs, rows: [] };
    if (aside) aside.rows = aside.rows.concat(events);
    else {
      rows = rows.concat(events.filter(({ seq }) => seq > last));
      last = Math.max(last, upto);
    }
    if (more) return { type: "open", conversation: id, epoch: theirs, since: upto };
    if (aside) {
      former = conversation;
      conversation = emptyConversation(id);
      ({ epoch, rows } = aside);
      last = upto;
      aside = undefined;
    }
    asking = false;
    return undefined;
  }

  /**
   * @param {Row} row a live one
   * @returns {Open | undefined} what to ask, where one before it is missing
   */
  function take(row) {
    if (asking || row.seq <= last) return undefined;
    if (row.seq > last + 1) return open();
    rows.push(row);
    last = row.seq;
    return undefined;
  }

  /** Folds what has arrived. The same object comes back when nothing has. */
  function flush() {
    if (rows.length > 0) conversation = fold(conversation, rows);
    rows = [];
    if (former) conversation = keepSame(conversation, former);
    former = undefined;
    if (!asking && conversation.last !== last) conversation = { ...conversation, last };
    return conversation;
  }

  return {
    id,
    open,
    opened,
    take,
    flush,
    /** Whether everything up to now is here, as far as this page knows. */
    get complete() {
      return !asking && epoch !== undefined;
    },
  };
}
