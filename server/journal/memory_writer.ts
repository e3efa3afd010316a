/** What the journal in memory takes in: rows into conversations, and which answers run. */
import { checkConversation } from "./check_conversation.ts";
import { checkRows } from "./check_rows.ts";
import { isDeletion } from "./deletion.ts";
import { type Adoption, type Append, JournalError, type UnendedAnswer } from "./journal.ts";
import { type Conversation, emptied, type Kept } from "./memory_conversation.ts";
import { modelAfter } from "./model_after.ts";
import { namesOf } from "./names.ts";
import { type Draft, endsAnswer, isWrite, type Row } from "./rows.ts";

/** `write` and `adopt` throw JournalErrors as the port's `append` and `adopt` reject with. */
export function createMemoryWriter() {
  const conversations = new Map<string, Conversation>();
  const answers = new Map<string, UnendedAnswer>();
  let places = 0;

  /** @param time milliseconds since 1970 */
  function write({ owner, conversation: id, rows }: Append, time: number): Row[] {
    const known = conversations.get(id);
    checkConversation(known, owner);
    checkRows(rows, {
      taken: (name) => known?.named.has(name) ?? false,
      running: (answer) => isRunning(id, answer),
    });
    if (rows.length === 0) return [];
    const conversation = known ?? emptied({ conversation: id, owner, updated: time });
    conversations.set(id, conversation);
    return rows.map((draft) => keep(conversation, { draft, time }));
  }

  function adopt({ owner, conversation: id, rows }: Adoption) {
    if (conversations.has(id)) {
      throw new JournalError("Cannot adopt as the conversation is there", { fault: "conflict" });
    }
    checkRows(rows, { taken: () => false, running: () => false });
    const conversation = emptied({ conversation: id, owner, updated: 0 });
    conversations.set(id, conversation);
    for (const { conversation: _, seq, time, ...draft } of rows) {
      conversation.top = seq - 1;
      keep(conversation, { draft, time });
    }
  }

  function keep(conversation: Conversation, { draft, time }: { draft: Draft; time: number }): Row {
    const { conversation: id, owner, named } = conversation;
    const seq = ++conversation.top;
    const kept: Kept = { seq, time, place: ++places, body: JSON.stringify(draft) };
    conversation.rows.push(kept);
    if (isWrite(draft)) {
      kept.writes = draft.id;
      const answer = answers.get(key(id, draft.id));
      if (answer) answer.begun = true;
    } else if (isDeletion(draft)) {
      conversation.deleted = draft.type === "deleted" ? time : undefined;
    } else conversation.updated = time;
    for (const name of namesOf(draft)) named.add(name);
    conversation.model = modelAfter(draft) ?? conversation.model;
    if (draft.type === "user") conversation.firstMessage ??= draft.message;
    if (draft.type === "typing") {
      answers.set(key(id, draft.id), { owner, conversation: id, id: draft.id, begun: false });
    }
    if (draft.type === "title") conversation.title = draft.message;
    if (endsAnswer(draft)) answers.delete(key(id, draft.id));
    return { ...draft, conversation: id, seq, time };
  }

  function isRunning(conversation: string, answer: string): boolean {
    return answers.has(key(conversation, answer));
  }

  function unended(): UnendedAnswer[] {
    return answers.values().map((answer) => ({ ...answer })).toArray();
  }

  /** Forgets the answers that run in a conversation. */
  function endAll(conversation: string) {
    for (const [name, answer] of answers) {
      if (answer.conversation === conversation) answers.delete(name);
    }
  }

  return { conversations, write, adopt, isRunning, unended, endAll };
}

function key(conversation: string, answer: string): string {
  return `${conversation} ${answer}`;
}
