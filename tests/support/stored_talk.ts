/** Conversations that are in a journal before the page comes. */
import type { Journal } from "../../server/journal/journal.ts";
import type { Draft } from "../../server/journal/rows.ts";
import { makeId } from "../../static/id.js";
import { TYPING } from "../../static/protocol.js";

/** Stores questions, each with its answer; resolves with the conversation's id. */
export async function storeTalk(
  journal: Journal,
  turns: readonly (readonly [question: string, answer: string])[],
): Promise<string> {
  const conversation = makeId();
  const rows: Draft[] = [];
  let parent: string | null = null;
  for (const [message, answer] of turns) {
    const [question, reply] = [makeId(), makeId()];
    rows.push(
      { type: "user", id: question, parent, message },
      {
        type: "typing",
        id: reply,
        parent: question,
        request: question,
        model: "gemma:2b",
        message: TYPING,
      },
      { type: "ai", id: reply, reason: "stop", message: answer },
    );
    parent = reply;
  }
  await journal.append({ owner: "local", conversation, rows });
  return conversation;
}
