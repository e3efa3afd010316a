/** The JSON routes of conversations. docs/PROTOCOL.md §3 lists them. */
import { Hono } from "hono";
import * as v from "valibot";
import type { Chat } from "../chat/create_chat.ts";
import { exportMarkdown } from "../chat/export_markdown.ts";
import { noConversation } from "../chat/refusal.ts";
import { ID_PATTERN } from "../../static/protocol.js";
import { title } from "../row_rules.ts";
import { failure, readJson } from "./json.ts";
import { OWNER } from "./owner.ts";

const Title = v.object({ title });
const MAX_PAGE = 200;
const MAX_QUERY = 200;

/** Routes below `/api/conversations`. */
export function conversationRoutes(
  { conversations, keeping, listing }: Pick<Chat, "conversations" | "keeping" | "listing">,
) {
  const of = (conversation: string) => ({ owner: OWNER, conversation });
  const load = async (id: string) => {
    const conversation = await conversations.loadFor(OWNER, id);
    if (conversation.last === 0) throw noConversation();
    return conversation;
  };

  return new Hono()
    .get("/", async (c) => {
      const { q = "", before, limit } = c.req.query();
      if (q.length > MAX_QUERY) {
        const message = `A search has at most ${MAX_QUERY} characters.`;
        return failure(c, 400, { code: "bad_request", message });
      }
      const options = { before: before || undefined, limit: pageSize(limit) };
      return c.json(
        q.trim() === ""
          ? await listing.list(OWNER, options)
          : await listing.search(OWNER, q, options),
      );
    })
    .use("/:id/*", async (c, next) => {
      if (!ID_PATTERN.test(c.req.param("id"))) throw noConversation();
      await next();
    })
    .get("/:id", async (c) => {
      const { messages, ...conversation } = await load(c.req.param("id"));
      return c.json({ ...conversation, messages: [...messages.values()] });
    })
    .patch("/:id", async (c) => {
      const body = await readJson(c, Title);
      if (body instanceof Response) return body;
      await keeping.rename(of(c.req.param("id")), body.title);
      return c.body(null, 204);
    })
    .delete("/:id", async (c) => {
      await keeping.remove(of(c.req.param("id")));
      return c.body(null, 204);
    })
    .get("/:id/export", async (c) => {
      const conversation = await load(c.req.param("id"));
      const format = c.req.query("format") ?? "md";
      if (format === "json") {
        const { messages, ...rest } = conversation;
        c.header("content-disposition", attachment(conversation.id, "json"));
        return c.json({ ...rest, messages: [...messages.values()] });
      }
      if (format !== "md") {
        return failure(c, 400, { code: "bad_request", message: "The format is md or json." });
      }
      return c.body(exportMarkdown(conversation), 200, {
        "content-type": "text/markdown; charset=utf-8",
        "content-disposition": attachment(conversation.id, "md"),
      });
    });
}

function pageSize(text = "50"): number {
  const size = Number(text);
  return Number.isInteger(size) && size > 0 ? Math.min(size, MAX_PAGE) : 50;
}

/** A name without anything of the conversation in it: names of files end up in logs. */
function attachment(id: string, extension: string): string {
  return `attachment; filename="conversation-${id.slice(0, 8)}.${extension}"`;
}
