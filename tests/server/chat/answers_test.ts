import assert from "node:assert/strict";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import type { Draft } from "../../../server/journal/rows.ts";
import { someChat } from "../../support/some_chat.ts";

const uuid = () => crypto.randomUUID();

Deno.test("recover() asks nothing for a conversation that was deleted, and ends what was waiting in it", async () => {
  const journal = createMemoryJournal();
  const [conversation, question, answer] = [uuid(), uuid(), uuid()];
  const typing = { type: "typing", id: answer, parent: question, request: question } as const;
  const rows: Draft[] = [
    { type: "user", id: question, parent: null, message: "Hi" },
    { ...typing, model: "demo", message: "…" },
    { type: "deleted" },
  ];
  await journal.append({ owner: "me", conversation, rows });
  const { chat, log } = someChat({ journal });
  await chat.recover();
  assert.deepEqual(await journal.unended(), []);
  const end = (await journal.since(conversation, 0)).rows.at(-1);
  assert.deepEqual([end?.type, end && "code" in end && end.code], ["error", "restarted"]);
  assert.deepEqual(log.lines, []);
  await chat.close();
});

Deno.test("close() begins nothing that was accepted after it: the next start does", async () => {
  const { journal, chat } = someChat();
  const conversation = uuid();
  await chat.close();
  await chat.requests.prompt({ owner: "me", conversation, id: uuid(), message: "Hi" });
  assert.equal(chat.answers.pending(conversation), 0);
  assert.deepEqual((await journal.unended()).map(({ begun }) => begun), [false]);
  chat.listing.close();
});
