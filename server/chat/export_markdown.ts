/** A conversation as Markdown: the branch that is shown, as a person reads it. */
import { branch } from "../../static/branches.js";
import type { Conversation, Message } from "../../static/fold.js";
import { titleFrom } from "../journal/title.ts";

/** @returns Markdown that ends with a newline */
export function exportMarkdown(conversation: Conversation): string {
  const messages = branch(conversation);
  const title = conversation.title || titleFrom(messages[0]?.text ?? "") || "Conversation";
  return `# ${title}\n\n${messages.map(section).join("\n\n")}\n`;
}

function section({ role, text, model, time, state, reason, error }: Message): string {
  const who = role === "user" ? "You" : model ?? "Answer";
  const when = new Date(time).toISOString();
  const cut = state === "failed"
    ? `\n\n_${error?.message ?? "This answer failed."}_`
    : reason === "stopped"
    ? "\n\n_Stopped._"
    : "";
  return `## ${who}, ${when}\n\n${text}${cut}`;
}
