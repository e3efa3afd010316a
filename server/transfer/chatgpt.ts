/** Conversations of ChatGPT, as they stand in the `conversations.json` of an export. */
import * as v from "valibot";
import type { ForeignChat, ForeignMessage } from "./foreign_chat.ts";
import { LATEST_TIME } from "./latest_time.ts";
import { inTreeOrder } from "./tree_order.ts";

const Message = v.object({
  author: v.object({ role: v.string() }),
  create_time: v.nullish(v.number()),
  recipient: v.nullish(v.string()),
  content: v.object({
    content_type: v.string(),
    parts: v.nullish(v.array(v.unknown())),
    text: v.nullish(v.string()),
    language: v.nullish(v.string()),
    thoughts: v.nullish(v.array(v.unknown())),
  }),
  metadata: v.nullish(v.object({
    model_slug: v.nullish(v.string()),
    is_visually_hidden_from_conversation: v.nullish(v.boolean()),
  })),
});
const Node = v.object({
  id: v.optional(v.string()),
  parent: v.nullish(v.string(), null),
  message: v.nullish(v.unknown()),
});
const Chat = v.object({
  id: v.nullish(v.string()),
  conversation_id: v.nullish(v.string()),
  title: v.nullish(v.string()),
  create_time: v.nullish(v.number()),
  update_time: v.nullish(v.number()),
  mapping: v.record(v.string(), Node),
  current_node: v.nullish(v.string()),
});
const Spoken = v.object({ content_type: v.literal("audio_transcription"), text: v.string() });
const Thought = v.object({ summary: v.nullish(v.string()), content: v.nullish(v.string()) });

type Content = v.InferOutput<typeof Message>["content"];

/** What is seen of a message: tools and instructions are not. */
interface Seen {
  role: "user" | "ai";
  text: string;
  thinking: string;
  model?: string;
  time?: number;
}

/** Where the walk down a branch is: below which message, and what of an answer was gathered. */
interface Walk {
  above: string | null;
  answer?: ForeignMessage;
}

/** The chat that a value is; `undefined` where it is none of ChatGPT's. */
export function chatgptChat(value: unknown): ForeignChat | undefined {
  const parsed = v.safeParse(Chat, value);
  if (!parsed.success) return undefined;
  const { mapping, title, create_time, update_time, current_node } = parsed.output;
  const begun = milliseconds(create_time) ?? Date.now();
  const nodes = inTreeOrder(
    Object.entries(mapping).map(([id, node]) => ({ ...node, id })),
  );
  const leaves = new Set(nodes.map(({ id }) => id))
    .difference(new Set(nodes.map(({ parent }) => parent)));
  const messages = new Map<string, ForeignMessage>();
  const walks = new Map<string | null, Walk>([[null, { above: null }]]);
  const ends = new Map<string, string>();

  /** An answer is whole where a question follows it, or nothing. */
  function finish({ above, answer }: Walk): string | null {
    if (!answer) return above;
    messages.set(answer.id, answer);
    return answer.id;
  }

  for (const { id, parent, message } of nodes) {
    const walk = walks.get(parent) ?? { above: null };
    const seen = seenOf(message);
    let next = walk;
    if (seen?.role === "user") {
      const time = seen.time ?? begun;
      messages.set(id, { id, parent: finish(walk), role: "user", text: seen.text, time });
      next = { above: id };
    } else if (seen) next = { above: walk.above, answer: joined(walk, { id, seen, begun }) };
    walks.set(id, next);
    const end = leaves.has(id) ? finish(next) : next.answer?.id ?? next.above;
    if (end !== null) ends.set(id, end);
  }

  const ordered = inTreeOrder([...messages.values()]);
  return {
    source: "chatgpt",
    id: parsed.output.conversation_id ?? parsed.output.id ?? ordered[0]?.id ?? "",
    title: title ?? "",
    updated: milliseconds(update_time) ?? begun,
    messages: ordered,
    head: ends.get(current_node ?? ""),
  };
}

/** An answer of several messages, between which tools were used, is one here. */
function joined(
  { above, answer }: Walk,
  { id, seen, begun }: { id: string; seen: Seen; begun: number },
): ForeignMessage {
  const together = (...parts: (string | undefined)[]) => parts.filter(Boolean).join("\n\n");
  return {
    id,
    parent: above,
    role: "ai",
    text: together(answer?.text, seen.text),
    thinking: together(answer?.thinking, seen.thinking),
    model: seen.model ?? answer?.model,
    time: seen.time ?? answer?.time ?? begun,
  };
}

function seenOf(value: unknown): Seen | undefined {
  const parsed = v.safeParse(Message, value);
  if (!parsed.success) return undefined;
  const { author, create_time, recipient, content, metadata } = parsed.output;
  if (metadata?.is_visually_hidden_from_conversation) return undefined;
  const time = milliseconds(create_time);
  const text = textOf(content);
  if (author.role === "user") {
    return text === "" ? undefined : { role: "user", text, thinking: "", time };
  }
  if (author.role !== "assistant" || (recipient ?? "all") !== "all") return undefined;
  const thinking = thoughtsIn(content);
  if (text === "" && thinking === "") return undefined;
  return { role: "ai", text, thinking, model: metadata?.model_slug ?? undefined, time };
}

function textOf({ content_type, parts, text, language }: Content): string {
  if (content_type === "code" && text) {
    return `\`\`\`${language === "unknown" ? "" : language ?? ""}\n${text}\n\`\`\``;
  }
  if (content_type !== "text" && content_type !== "multimodal_text") return "";
  return (parts ?? []).map((part) => {
    if (typeof part === "string") return part;
    return v.is(Spoken, part) ? part.text : "[file]";
  }).filter(Boolean).join("\n\n");
}

function thoughtsIn({ thoughts }: Content): string {
  return (thoughts ?? []).flatMap((thought) => {
    const parsed = v.safeParse(Thought, thought);
    return parsed.success ? [parsed.output.summary ?? "", parsed.output.content ?? ""] : [];
  }).filter(Boolean).join("\n\n");
}

function milliseconds(seconds: number | null | undefined): number | undefined {
  if (!seconds || seconds < 0) return undefined;
  const rounded = Math.round(seconds * 1000);
  return rounded <= LATEST_TIME ? rounded : undefined;
}
