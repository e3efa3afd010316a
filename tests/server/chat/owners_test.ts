/** Ids are no secrets: what keeps people apart is that every verb asks whose a conversation is. */
import assert from "node:assert/strict";
import { Refusal } from "../../../server/chat/refusal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { someChat } from "../../support/some_chat.ts";
import { storeTalk } from "../../support/stored_talk.ts";

const uuid = () => crypto.randomUUID();

/** Two owners: one has a conversation, the other knows all its ids. */
async function setUp() {
  const journal = createMemoryJournal();
  const conversation = await storeTalk(journal, [["A secret?", "The secret."]]);
  const { chat } = someChat({ journal });
  const { messages } = await chat.conversations.load(conversation);
  const [question, answer] = [...messages.keys()];
  return { journal, chat, conversation, question, answer };
}

const VERBS: Record<
  string,
  (t: Awaited<ReturnType<typeof setUp>>, of: { owner: string; conversation: string }) => unknown
> = {
  open: ({ chat }, { owner, conversation }) => chat.conversations.allow(owner, conversation),
  load: ({ chat }, { owner, conversation }) => chat.conversations.loadFor(owner, conversation),
  prompt: ({ chat }, of) => chat.requests.prompt({ ...of, id: uuid(), message: "Tell me" }),
  retry: ({ chat, question }, of) => chat.requests.retry({ ...of, id: uuid(), of: question }),
  continue: ({ chat, answer }, of) => chat.requests.goOn({ ...of, id: uuid(), of: answer }),
  switch: ({ chat, question }, of) => chat.keeping.show(of, question),
  settings: ({ chat }, of) => chat.keeping.settings(of, { temperature: 1 }),
  rename: ({ chat }, of) => chat.keeping.rename(of, "Mine"),
  delete: ({ chat }, of) => chat.keeping.remove(of),
  restore: ({ chat }, of) => chat.keeping.restore(of),
};

for (const [verb, act] of Object.entries(VERBS)) {
  Deno.test(`security 5: ${verb} tells another owner that there is no such conversation`, async () => {
    const t = await setUp();
    const { rows } = await t.journal.since(t.conversation, 0);
    await assert.rejects(
      async () => await act(t, { owner: "another", conversation: t.conversation }),
      (error) => error instanceof Refusal && error.code === "not_found",
    );
    assert.deepEqual((await t.journal.since(t.conversation, 0)).rows, rows);
    assert.deepEqual((await t.chat.listing.list("another")).conversations, []);
    assert.deepEqual((await t.chat.listing.search("another", "secret")).conversations, []);
    await t.chat.close();
    await t.journal[Symbol.asyncDispose]();
  });
}
