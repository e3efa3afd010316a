import type { Conversation, Message } from "../../static/fold.js";

/**
 * Questions and answers take turns: below an answer, or at the root, stands a question, below a
 * question at least one answer, and what is shown ends with an answer. Nothing could be asked any
 * more at a place where that is not so.
 * @returns what is wrong, as a sentence
 */
export function faultInTurns({ messages, head }: Conversation): string | undefined {
  const all = [...messages.values()];
  const answers = Map.groupBy(all.filter(({ role }) => role === "ai"), ({ parent }) => parent);
  for (const message of all) {
    const why = message.role === "user"
      ? faultInQuestion(message, { messages, isAnswered: answers.has(message.id) })
      : faultInAnswer(message, messages);
    if (why) return `Row ${message.seq} ${why}.`;
  }
  if (head !== null && messages.get(head)?.role !== "ai") {
    return "What is shown ends with a question.";
  }
}

function faultInQuestion(
  { parent }: Message,
  { messages, isAnswered }: { messages: Conversation["messages"]; isAnswered: boolean },
): string | undefined {
  if (parent !== null && messages.get(parent)?.role !== "ai") {
    return "is a question below a question";
  }
  if (!isAnswered) return "is a question without an answer";
}

function faultInAnswer(
  { parent, continues }: Message,
  messages: Conversation["messages"],
): string | undefined {
  if (messages.get(parent ?? "")?.role !== "user") return "is an answer to no question";
  if (continues === undefined) return;
  const before = messages.get(continues);
  if (before?.role !== "ai" || before.parent !== parent) {
    return "goes on from what is no answer to the same question";
  }
}
