/**
 * Ids are no secrets: what keeps people apart is that every verb asks whose a conversation is. Two
 * owners talk to one server here, and one of them knows all ids of the other.
 */
import assert from "node:assert/strict";
import { Refusal } from "../../../server/chat/refusal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import type { Draft } from "../../../server/journal/rows.ts";
import { demoFetch } from "../../../server/ollama/demo.ts";
import type { Ollama } from "../../../server/ollama/ollama.ts";
import { createRelay } from "../../../server/ollama/relay.ts";
import { createAnnouncements } from "../../../server/socket/announcements.ts";
import type { ClientFrame } from "../../../server/socket/protocol.ts";
import { createSessions } from "../../../server/socket/session.ts";
import { TYPING } from "../../../static/protocol.js";
import { HELLO } from "../../support/fake_socket.ts";
import { someChat } from "../../support/some_chat.ts";
import { settle } from "../../support/settle.ts";

const uuid = () => crypto.randomUUID();
/** Says one word of each answer, and the rest never. */
const neverDone: Ollama = {
  ...createRelay({ address: "http://demo.invalid", fetch: demoFetch() }),
  async *chat(_, { signal } = {}) {
    yield { text: "Well", thinking: "" };
    await new Promise((_, reject) =>
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true })
    );
  },
};

/** The conversation of one owner, in which an answer runs, and a socket of each of two. */
async function setUp() {
  const journal = createMemoryJournal();
  const { chat, log } = someChat({ journal, ollama: neverDone });
  const start = createSessions({
    ...chat,
    announcements: createAnnouncements(),
    changes: createAnnouncements(),
    modelChanges: createAnnouncements(),
    log,
    hello: () => HELLO,
  });
  const [conversation, question, answer] = [uuid(), uuid(), uuid()];
  const typing = { type: "typing", id: answer, parent: question, request: question } as const;
  const rows: Draft[] = [
    { type: "user", id: question, parent: null, message: "A secret?" },
    { ...typing, model: "demo", message: TYPING },
    { type: "ai", id: answer, reason: "length", message: "The secret." },
  ];
  await journal.append({ owner: "one", conversation, rows });

  const join = (owner: string) => {
    const heard: { type: string; code?: string }[] = [];
    let onHeard = () => {};
    const send = (text: string) => {
      heard.push(JSON.parse(text));
      onHeard();
    };
    const talk = start({ send, close: (_, reason) => assert.fail(reason) }, { owner });
    /** Says a frame; resolves with what was heard until one of a type came, or all was quiet. */
    const say = async (frame: object, until?: string) => {
      const before = heard.length;
      const since = () => heard.slice(before);
      talk.onText(JSON.stringify(frame));
      if (until === undefined) await settle();
      while (until !== undefined && !since().some(({ type }) => type === until)) {
        await new Promise<void>((resolve) => onHeard = resolve);
      }
      return since();
    };
    return { say, heard, leave: talk.onClose };
  };
  const [one, another] = [join("one"), join("another")];
  await one.say({ type: "open", conversation }, "opened");
  await one.say({ type: "prompt", conversation, id: uuid(), message: "Go on?" }, "token");
  const [running = ""] = (await journal.unended()).map(({ id }) => id);
  return {
    journal,
    chat,
    one,
    another,
    ids: { conversation, question, answer, running },
    async [Symbol.asyncDispose]() {
      one.leave();
      another.leave();
      await chat.close();
      await journal[Symbol.asyncDispose]();
    },
  };
}

type Setting = Awaited<ReturnType<typeof setUp>>;
type Frame = (ids: Setting["ids"]) => object;

/** Every verb with ids of the owner's, and what the owner hears who says the same. */
const VERBS: Record<Exclude<ClientFrame["type"], "ping">, [frame: Frame, heard?: string]> = {
  open: [() => ({}), "opened"],
  close: [() => ({})],
  prompt: [() => ({ id: uuid(), message: "Tell me" }), "accepted"],
  retry: [({ question }) => ({ id: uuid(), of: question }), "accepted"],
  continue: [({ answer }) => ({ id: uuid(), of: answer }), "accepted"],
  stop: [({ running }) => ({ id: running }), "ai"],
  switch: [({ question }) => ({ id: question }), "head"],
  settings: [() => ({ id: uuid(), temperature: 1 }), "done"],
  rename: [() => ({ id: uuid(), message: "Mine" }), "done"],
  delete: [() => ({ id: uuid() }), "done"],
  restore: [() => ({ id: uuid() }), "done"],
};
/** Those that are answered to nobody. */
const UNANSWERED = ["close", "stop"];

/** Has another owner say a verb, then the owner. @returns what the other one heard */
async function sayBoth(verb: keyof typeof VERBS) {
  await using t = await setUp();
  const { conversation } = t.ids;
  const [make, expected] = VERBS[verb];
  const frame = { type: verb, conversation, ...make(t.ids) };
  const { rows } = await t.journal.since(conversation, 0);

  const told = await t.another.say(frame, UNANSWERED.includes(verb) ? undefined : "refused");
  assert.deepEqual((await t.journal.since(conversation, 0)).rows, rows, "nothing is stored");
  assert.equal(t.chat.answers.pending(conversation), 1, "the answer goes on");
  assert.deepEqual((await t.chat.listing.list("another")).conversations, []);
  assert.deepEqual((await t.chat.listing.search("another", "secret")).conversations, []);
  const title = { type: "title", message: "Still here" } as const;
  await t.chat.conversations.append({ owner: "one", conversation, rows: [title] });
  assert.deepEqual(t.another.heard, [HELLO, ...told], "the other one hears nothing of it");
  assert.equal(t.one.heard.at(-1)?.type, "title", "the owner still does");
  await t.one.say(frame, expected);
  return told;
}

for (const verb of Object.keys(VERBS) as (keyof typeof VERBS)[]) {
  if (UNANSWERED.includes(verb)) {
    Deno.test(`security 5: ${verb} does nothing to the conversation of another owner`, async () => {
      assert.deepEqual(await sayBoth(verb), []);
    });
  } else {
    Deno.test(`security 5: ${verb} tells another owner that there is no such conversation`, async () => {
      const told = await sayBoth(verb);
      assert.deepEqual(told.map(({ type, code }) => [type, code]), [["refused", "not_found"]]);
    });
  }
}

Deno.test("security 5: loadFor() knows no conversation of another owner", async () => {
  await using t = await setUp();
  await assert.rejects(
    t.chat.conversations.loadFor("another", t.ids.conversation),
    (error) => error instanceof Refusal && error.code === "not_found",
  );
});
