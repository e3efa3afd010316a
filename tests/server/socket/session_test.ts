import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import type { ListedFor } from "../../../server/chat/listing.ts";
import type { Journal } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { createAnnouncements } from "../../../server/socket/announcements.ts";
import { createSessions } from "../../../server/socket/session.ts";
import { LIMITS } from "../../../static/protocol.js";
import { HELLO } from "../../support/fake_socket.ts";
import { someChat } from "../../support/some_chat.ts";
import { storeTalk } from "../../support/stored_talk.ts";
import { settle } from "../../support/settle.ts";

const uuid = () => crypto.randomUUID();

interface Heard {
  type: string;
  code?: string;
  message?: string;
  id?: string;
  epoch?: string;
  upto?: number;
  more?: true;
}

/** A session on a line that only notes what is said. */
function begin({ journal, owner = "me" }: { journal?: Journal; owner?: string } = {}) {
  const { chat, log, ...made } = someChat({ journal });
  const changes = createAnnouncements<ListedFor>();
  const startTalk = createSessions({
    ...chat,
    announcements: createAnnouncements(),
    changes,
    modelChanges: createAnnouncements(),
    log,
    hello: () => HELLO,
  });
  const join = () => {
    const heard: Heard[] = [];
    const send = (text: string) => void heard.push(JSON.parse(text));
    const talk = startTalk({ send, close: () => {} }, { owner });
    const say = (frame: object) => talk.onText(JSON.stringify(frame));
    return { talk, heard, say, types: () => heard.map(({ type }) => type) };
  };
  return { chat, journal: made.journal, changes, ...join(), join };
}

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

/** A conversation of so many pages. */
const storePages = (journal: Journal, pages: number) =>
  storeTalk(journal, Array.from({ length: pages }, () => ["?", "x".repeat(LIMITS.openedBytes)]));

/** A session for which time stands still, so that nothing is given to its rate. */
function beginAtOnce(journal: Journal) {
  const clock = install({ toFake: ["performance"] });
  const t = begin({ journal, owner: "local" });
  return {
    ...t,
    /** Says something, and tells what came of it. */
    async ask(frame: object) {
      t.say(frame);
      await settle();
      return t.heard.splice(0).at(-1);
    },
    async [Symbol.asyncDispose]() {
      t.talk.onClose();
      await t.chat.close();
      clock.uninstall();
    },
  };
}

Deno.test("createSessions() sends page after page of a conversation, more than frames may come at once", async () => {
  const journal = createMemoryJournal();
  const conversation = await storePages(journal, 2 * LIMITS.frameBurst);
  await using t = beginAtOnce(journal);
  let page = await t.ask({ type: "open", conversation });
  let pages = 1;
  for (; page?.more; pages++) {
    const { epoch, upto: since } = page;
    page = await t.ask({ type: "open", conversation, epoch, since });
    assert.equal(page?.type, "opened", `page ${pages + 1}`);
  }
  assert.ok(pages >= 2 * LIMITS.frameBurst);
});

Deno.test("createSessions() names in opened the open that it answers", async () => {
  await using t = beginAtOnce(createMemoryJournal());
  const id = uuid();
  assert.equal((await t.ask({ type: "open", conversation: uuid(), id }))?.id, id);
  assert.equal((await t.ask({ type: "open", conversation: uuid() }))?.id, undefined);
});

Deno.test("createSessions() counts every open but one for the page after the last", async () => {
  const journal = createMemoryJournal();
  const conversation = await storePages(journal, 9);
  const other = await storePages(journal, 9);
  await using t = beginAtOnce(journal);
  const first = await t.ask({ type: "open", conversation });
  for (let n = 1; n < LIMITS.frameBurst; n++) t.say({ type: "ping", at: n });
  const { epoch, upto: since = 0 } = first ?? {};
  const others: Record<string, object> = {
    "from the beginning": { conversation },
    "from elsewhere": { conversation, since: since + 1 },
    "another conversation": { conversation: other, since },
    "what would begin anew": { conversation, since, epoch: uuid() },
  };
  for (const [what, given] of Object.entries(others)) {
    assert.equal((await t.ask({ type: "open", ...given }))?.code, "rate", what);
  }
  t.say({ type: "open", conversation, since, epoch });
  t.say({ type: "open", conversation, since, epoch });
  await settle();
  assert.deepEqual(t.heard.map(({ type }) => type).sort(), ["opened", "refused"], "once");
  assert.equal((await t.ask({ type: "open", conversation, since, epoch }))?.code, "rate", "again");
});

Deno.test("createSessions() reads no page that was closed while it waited for its turn", async () => {
  const memory = createMemoryJournal();
  const conversation = await storePages(memory, 3);
  let reads = 0;
  const gate = Promise.withResolvers<void>();
  await using t = beginAtOnce({
    ...memory,
    since: (...given) =>
      (++reads > 2 ? gate.promise : Promise.resolve()).then(() => memory.since(...given)),
  });
  const other = t.join();
  other.say({ type: "open", conversation });
  const { upto: since } = await t.ask({ type: "open", conversation }) ?? {};
  other.say({ type: "open", conversation, since });
  assert.equal(await t.ask({ type: "open", conversation, since }), undefined);
  assert.equal(reads, 3, "one turn at a time");
  t.say({ type: "close", conversation });
  gate.resolve();
  await settle();
  assert.equal(reads, 3);
  assert.deepEqual(t.heard, []);
  assert.deepEqual(other.types(), ["hello", "opened", "opened"]);
  other.talk.onClose();
});

Deno.test("createSessions() tells many sockets of a change to the list, and lets others have their turn between", async () => {
  const t = begin();
  const sockets = Array.from({ length: 100 }, t.join);
  const told = () => sockets.filter(({ heard }) => heard.length > 1).length;
  const text = JSON.stringify({ type: "conversation" });
  const telling = t.changes.tell({ owner: "me", text });
  const first = told();
  assert.ok(first > 0 && first < 100, `${first} were told at once`);
  sockets[99].talk.onClose();
  await telling;
  assert.equal(told(), 99);
  assert.deepEqual(sockets[98].types(), ["hello", "conversation"]);
});

Deno.test("createSessions() tells nobody of another owner's conversations", async () => {
  const t = begin();
  await t.changes.tell({ owner: "someone else", text: JSON.stringify({ type: "conversation" }) });
  assert.deepEqual(t.types(), ["hello"]);
});
