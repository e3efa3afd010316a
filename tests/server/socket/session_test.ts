import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import type { Journal } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { createAnnouncements } from "../../../server/socket/announcements.ts";
import { createSessions } from "../../../server/socket/session.ts";
import { LIMITS } from "../../../static/protocol.js";
import { HELLO } from "../../support/fake_socket.ts";
import { someChat } from "../../support/some_chat.ts";

const uuid = () => crypto.randomUUID();

/** A session on a line that only notes what is said. */
function begin({ journal }: { journal?: Journal } = {}) {
  const { chat, log, ...made } = someChat({ journal });
  const heard: { type: string; code?: string; message?: string }[] = [];
  const line = { send: (text: string) => heard.push(JSON.parse(text)), close: () => {} };
  const startTalk = createSessions({
    ...chat,
    announcements: createAnnouncements(),
    changes: createAnnouncements(),
    modelChanges: createAnnouncements(),
    log,
    hello: () => HELLO,
  });
  const talk = startTalk({ ...line, send: (text) => void line.send(text) }, { owner: "me" });
  const say = (frame: object) => talk.onText(JSON.stringify(frame));
  return {
    chat,
    journal: made.journal,
    talk,
    heard,
    say,
    types: () => heard.map(({ type }) => type),
  };
}

/** Lets every promise that can resolve do so. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("createSessions() tells nothing of a conversation that was closed while it was being opened", async () => {
  const gate = Promise.withResolvers<void>();
  const memory = createMemoryJournal();
  const t = begin({
    journal: { ...memory, since: (...given) => gate.promise.then(() => memory.since(...given)) },
  });
  const conversation = uuid();
  t.say({ type: "open", conversation });
  await settle();
  t.say({ type: "close", conversation });
  gate.resolve();
  await settle();
  await t.chat.conversations.append({
    owner: "me",
    conversation,
    rows: [{ type: "title", message: "Late" }],
  });
  assert.equal(t.types().includes("title"), false, t.types().join());
  t.say({ type: "open", conversation });
  await settle();
  await t.chat.conversations.append({
    owner: "me",
    conversation,
    rows: [{ type: "title", message: "In time" }],
  });
  assert.deepEqual(t.heard.filter(({ type }) => type === "title").map((row) => row.message), [
    "In time",
  ]);
  t.talk.onClose();
  await t.chat.close();
});

Deno.test("createSessions() opens so many conversations, and others once some are closed", async () => {
  const clock = install({ toFake: ["performance"] });
  try {
    const t = begin();
    const ids = Array.from({ length: LIMITS.openConversations + 1 }, uuid);
    for (const conversation of ids) {
      clock.tick(1_000 / LIMITS.framesPerSecond);
      t.say({ type: "open", conversation });
      await settle();
    }
    const refused = t.heard.filter(({ type }) => type === "refused");
    assert.deepEqual(refused.map(({ code }) => code), ["busy"]);
    t.say({ type: "close", conversation: ids[0] });
    clock.tick(1_000);
    t.say({ type: "open", conversation: ids[1] });
    await settle();
    t.say({ type: "open", conversation: ids.at(-1) });
    await settle();
    assert.equal(t.heard.filter(({ type }) => type === "refused").length, 1);
    assert.equal(
      t.heard.filter(({ type }) => type === "opened").length,
      LIMITS.openConversations + 2,
    );
    t.talk.onClose();
    await t.chat.close();
  } finally {
    clock.uninstall();
  }
});
