/** Conversations of other programs, as ordinary rows. */
import { newestLeaf } from "../../static/branches.js";
import { emptyConversation, fold } from "../../static/fold.js";
import { LIMITS, TYPING } from "../../static/protocol.js";
import type { Draft, Row } from "../journal/rows.ts";
import { shortened } from "../journal/title.ts";
import { derivedId } from "./derived_id.ts";
import { finished, type Incoming } from "./finished.ts";
import { parseRow } from "./row_schema.ts";

/** A question or an answer, named as the other program names it. */
export interface ForeignMessage {
  id: string;
  /** The message above it; one that comes earlier in the list, or `null`. */
  parent: string | null;
  role: "user" | "ai";
  text: string;
  thinking?: string;
  model?: string;
  /** Milliseconds since 1970. */
  time: number;
}

export interface ForeignChat {
  /** The program that it comes from. */
  source: string;
  id: string;
  title: string;
  system?: string;
  /** Milliseconds since 1970. */
  updated: number;
  messages: ForeignMessage[];
  /** The message at the end of the branch that was shown. */
  head?: string;
}

/** Where an answer has no question, or its question cannot be shown. */
const NO_QUESTION = "…";

/**
 * The same rows for the same chat, always. Its own default model answers from here on, since the
 * one that answered there may not be here.
 * @returns why it cannot be stored, where that is so
 */
export function rowsOfChat(chat: ForeignChat): Incoming | Error {
  const { source, id, title, system, updated, messages } = chat;
  if (messages.length === 0) return new Error("There is nothing in it.");
  const conversation = derivedId(source, id);
  const idOf = (...names: string[]) => derivedId(source, id, ...names);
  const rows: Row[] = [];
  /** Messages by the name they had, as they are here. */
  const known = new Map<string, { id: string; role: "user" | "ai"; question: string }>();

  const add = (draft: Draft, time: number) =>
    rows.push({ ...draft, conversation, seq: rows.length + 1, time });

  function ask(message: ForeignMessage) {
    const above = message.parent === null ? undefined : known.get(message.parent);
    const parent = above?.role === "user" ? nothing(message, above.id) : above?.id ?? null;
    const own = idOf(message.id);
    add({ type: "user", id: own, parent, message: message.text }, message.time);
    known.set(message.id, { id: own, role: "user", question: own });
  }

  function answer(message: ForeignMessage, question: string): string {
    const { text, thinking, model, time } = message;
    const own = idOf(message.id);
    const request = idOf("request", message.id);
    const begun = { type: "typing", id: own, parent: question, request } as const;
    add({ ...begun, model: model ?? source, message: TYPING }, time);
    const ended = { type: "ai", id: own, message: text } as const;
    const reason = text === "" ? "stopped" : "stop";
    add({ ...ended, reason, ...(thinking ? { thinking } : {}) }, time);
    known.set(message.id, { id: own, role: "ai", question });
    return own;
  }

  /** Here an answer follows every question, even where nothing was said: others go on from it. */
  function nothing({ time }: ForeignMessage, question: string): string {
    const id = `nothing below ${question}`;
    return known.get(id)?.id ?? answer({ id, role: "ai", parent: null, text: "", time }, question);
  }

  for (const message of messages) {
    if (message.role === "user") ask(message);
    else {
      const above = message.parent === null ? undefined : known.get(message.parent);
      if (above) answer(message, above.question);
      else {
        const question = `question of ${message.id}`;
        ask({ ...message, id: question, parent: null, text: NO_QUESTION });
        answer(message, idOf(question));
      }
    }
  }
  const above = new Set(messages.map(({ parent }) => parent));
  for (const message of messages) {
    const asked = known.get(message.id);
    if (asked?.role === "user" && !above.has(message.id)) nothing(message, asked.id);
  }
  const short = shortened(title.trim(), LIMITS.titleChars);
  if (short !== "") add({ type: "title", message: short }, updated);
  add({ type: "settings", model: null, ...(system ? { system } : {}) }, updated);
  const head = known.get(chat.head ?? "")?.id;
  if (head !== undefined) {
    const leaf = newestLeaf(fold(emptyConversation(conversation), rows), head);
    add({ type: "head", id: leaf }, updated);
  }
  const fault = rows.values().map(parseRow).find((row) => row instanceof Error);
  return fault ?? finished({ conversation, rows });
}
