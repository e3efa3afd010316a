/**
 * Conversations as seen from above the journal: rows are appended, then told to everyone who
 * listens; who opens one gets what was said before and everything after, with nothing between.
 */
import { type Conversation, emptyConversation, fold } from "../../static/fold.js";
import { LIMITS } from "../../static/protocol.js";
import type { Adoption, Append, Journal, Summary } from "../journal/journal.ts";
import { type AnswerEnd, endsAnswer, isWrite, type Row } from "../journal/rows.ts";
import { letOthers } from "../let_others.ts";
import { mergeTokens } from "../journal/merge_tokens.ts";
import type { PhaseFrame } from "./frames.ts";
import { deletedConversation, noConversation } from "./refusal.ts";
import { createRooms, type Listener, type Place, tell } from "./rooms.ts";

/** One page of what a conversation was before its live rows. */
export interface Opened {
  epoch: string;
  reset: boolean;
  upto: number;
  events: Row[];
  /** There is another page, and the listener has not joined yet. */
  more: boolean;
}

/** Rows of an import, between which others get their turn. */
const TOLD_AT_ONCE = 200;

export type Conversations = ReturnType<typeof createConversations>;

export function createConversations(
  { journal, onChange, onEnd }: {
    journal: Journal;
    /** Hears of every row but the tokens' that was stored. */
    onChange: (conversation: string) => void;
    /** Hears of every end of an answer that was stored. */
    onEnd: (end: AnswerEnd) => void;
  },
) {
  /** New at every start: a client that saw another journal, or another life of this one, notices. */
  const epoch = crypto.randomUUID();
  const rooms = createRooms();

  /** Stores rows, then tells them to everyone who listens. @throws {JournalError} */
  async function append(append: Append): Promise<Row[]> {
    const rows = await journal.append(append);
    if (!rows.every((row) => isWrite(row))) {
      onChange(append.conversation);
      for (const row of rows) if (endsAnswer(row)) onEnd(row);
    }
    const room = rooms.find(append);
    if (!room) return rows;
    for (const row of rows) {
      if (endsAnswer(row)) room.phases.delete(row.id);
      tell(room, row);
    }
    rooms.tidy(room);
    return rows;
  }

  /**
   * Stores a conversation from elsewhere, and tells of it as of any other. Nothing may be appended
   * to it before that.
   * @throws {JournalError}
   */
  async function adopt(adoption: Adoption): Promise<void> {
    await journal.adopt(adoption);
    onChange(adoption.conversation);
    const { conversation, rows } = adoption;
    const room = rooms.find(adoption);
    for (let at = 0; room && at < rows.length; at++) {
      if (at > 0 && at % TOLD_AT_ONCE === 0) await letOthers();
      tell(room, { ...rows[at], conversation });
    }
  }

  /** Tells what an answer is doing to everyone who listens, and to who comes before it changes. */
  function phase(owner: string, frame: PhaseFrame) {
    const room = rooms.enter({ owner, conversation: frame.conversation });
    room.phases.set(frame.id, frame);
    tell(room, frame);
  }

  /** An answer does nothing any more, and has no end that could be told. */
  function endPhase({ id, ...place }: Place & { id: string }) {
    const room = rooms.find(place);
    if (room?.phases.delete(id)) rooms.tidy(room);
  }

  /**
   * Reads what came after `since` and joins the listener. It joins first and reads second; what is
   * told in between waits until `opened` was heard.
   * @param onOpened is called before the listener hears anything
   * @throws {Refusal | JournalError} who is not its owner hears nothing of it
   */
  async function open(
    { owner, conversation, since = 0, epoch: known }: {
      owner: string;
      conversation: string;
      since?: number;
      epoch?: string;
    },
    { onOpened, listener }: { onOpened: (opened: Opened) => void; listener: Listener },
  ): Promise<() => void> {
    const held: Parameters<Listener>[] = [];
    let hear: Listener = (...frame) => held.push(frame);
    const joined: Listener = (frame, text) => hear(frame, text);
    const room = rooms.enter({ owner, conversation });
    room.listeners.add(joined);
    const leave = () => {
      room.listeners.delete(joined);
      rooms.tidy(room);
    };
    try {
      const summary = await journal.summary(conversation);
      allow(owner, summary);
      const top = summary?.top ?? 0;
      const reset = (known !== undefined && known !== epoch) || since > top;
      const after = reset ? 0 : since;
      const { rows, more } = await journal.since(conversation, after, {
        maxBytes: LIMITS.openedBytes,
      });
      const upto = rows.at(-1)?.seq ?? after;
      onOpened({ epoch, reset, upto, events: mergeTokens(rows), more });
      if (more) {
        leave();
        return leave;
      }
      for (const frame of room.phases.values()) listener(frame, JSON.stringify(frame));
      // What is not told yet may have been read already.
      hear = (frame, text) => {
        if (!("seq" in frame) || frame.seq > upto) listener(frame, text);
      };
      for (const [frame, text] of held) if ("seq" in frame) hear(frame, text);
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Everything that was said, folded; an unknown conversation is an empty one. @throws {JournalError} */
  async function load(conversation: string): Promise<Conversation> {
    const maxBytes = LIMITS.openedBytes;
    let folded = emptyConversation(conversation);
    for (;;) {
      const { rows, more } = await journal.since(conversation, folded.last, { maxBytes });
      folded = fold(folded, rows);
      if (!more) return folded;
      await letOthers(); // A long one takes its time, and streams go on.
    }
  }

  /**
   * The same for its owner; to everyone else it is as unknown as one that does not exist.
   * @param options.deleted whether one that was deleted may still be had @default {false}
   * @throws {Refusal | JournalError}
   */
  async function loadFor(
    owner: string,
    conversation: string,
    { deleted = false }: { deleted?: boolean } = {},
  ): Promise<Conversation> {
    allow(owner, await journal.summary(conversation));
    const loaded = await load(conversation);
    if (loaded.deleted && !deleted) throw deletedConversation();
    return loaded;
  }

  return { append, adopt, phase, endPhase, open, load, loadFor };
}

/** Turns away who asks for another owner's conversation, or for one that was erased. @throws {Refusal} */
function allow(owner: string, summary: Summary | undefined) {
  if (summary && summary.owner !== owner) throw noConversation();
  if (summary?.erased) throw deletedConversation();
}
