/** Chats as Open WebUI exports them. @see https://github.com/open-webui/open-webui */
import * as v from "valibot";
import type { ForeignChat, ForeignMessage } from "./foreign_chat.ts";
import { LATEST_TIME } from "./latest_time.ts";
import { inTreeOrder } from "./tree_order.ts";

const Part = v.object({ type: v.literal("text"), text: v.string() });
const Message = v.object({
  id: v.string(),
  parentId: v.nullish(v.string(), null),
  role: v.string(),
  content: v.union([v.string(), v.array(v.unknown())]),
  timestamp: v.nullish(v.number()),
  model: v.nullish(v.string()),
});
const Chat = v.object({
  title: v.nullish(v.string()),
  params: v.nullish(v.object({ system: v.nullish(v.string()) })),
  system: v.nullish(v.string()),
  timestamp: v.nullish(v.number()),
  history: v.object({
    messages: v.record(v.string(), Message),
    currentId: v.nullish(v.string()),
  }),
});
const Exported = v.object({
  id: v.nullish(v.string()),
  title: v.nullish(v.string()),
  chat: Chat,
  created_at: v.nullish(v.number()),
  updated_at: v.nullish(v.number()),
});

/** Old versions exported chats alone, without what stands around them. */
const AnyChat = v.union([Exported, v.pipe(Chat, v.transform((chat) => ({ chat })))]);

/** What the model thought stands at the beginning of its answer. */
const THOUGHTS =
  /^\s*<details type="reasoning"[^>]*>\s*(?:<summary>.*?<\/summary>)?(.*?)<\/details>/s;

/** The chat that a value is; `undefined` where it is none of Open WebUI's. */
export function openWebuiChat(value: unknown): ForeignChat | undefined {
  const parsed = v.safeParse(AnyChat, value);
  if (!parsed.success) return undefined;
  const { chat, ...around }: v.InferOutput<typeof Exported> = parsed.output;
  const { messages, currentId } = chat.history;
  const begun = milliseconds(around.created_at ?? chat.timestamp) ?? Date.now();
  const all = inTreeOrder(
    Object.values(messages).map((message) => ({ ...message, parent: message.parentId })),
  ).filter(({ role }) => role === "user" || role === "assistant");
  const last = all.reduce((time, { timestamp }) => Math.max(time, milliseconds(timestamp) ?? 0), 0);
  return {
    source: "open-webui",
    // Without an id, the first message's is as good: it is a UUID too.
    id: around.id ?? all[0]?.id ?? "",
    title: around.title ?? chat.title ?? "",
    system: chat.params?.system || chat.system || undefined,
    updated: milliseconds(around.updated_at) ?? (last || begun),
    messages: all.map((message): ForeignMessage => {
      const { id, parent, role, model } = message;
      const time = milliseconds(message.timestamp) ?? begun;
      const text = textOf(message.content);
      if (role === "user") return { id, parent, role, text, time };
      const [thoughts, inner] = THOUGHTS.exec(text) ?? ["", ""];
      return {
        id,
        parent,
        role: "ai",
        text: text.slice(thoughts.length).trim(),
        thinking: inner.replace(/^\s*(?:>|&gt;) ?/gm, "").trim(),
        model: model ?? undefined,
        time,
      };
    }),
    head: currentId ?? undefined,
  };
}

function textOf(content: v.InferOutput<typeof Message>["content"]): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => v.is(Part, part) ? [part.text] : []).join("\n\n");
}

/** Some times are seconds, some are milliseconds. */
function milliseconds(time: number | null | undefined): number | undefined {
  if (!time || time < 0) return undefined;
  const rounded = Math.round(time < 1e11 ? time * 1000 : time);
  return rounded <= LATEST_TIME ? rounded : undefined;
}
