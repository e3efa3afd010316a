import assert from "node:assert/strict";
import { clearImmediate, setImmediate } from "node:timers";
import { createConversations, type Opened } from "../../../server/chat/conversations.ts";
import type { Listener } from "../../../server/chat/rooms.ts";
import type { Journal } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import type { Row } from "../../../server/journal/rows.ts";
import { LIMITS } from "../../../static/protocol.js";
import { storeTalk } from "../../support/stored_talk.ts";

const OWNER = "local";

function setUp({ journal = createMemoryJournal() }: { journal?: Journal } = {}) {
  const conversations = createConversations({ journal, onChange: () => {}, onEnd: () => {} });
  /** A tab: opens a page at a time, and notes the types of the rows that it hears. */
  const tab = (conversation: string, owner = OWNER) => {
    const heard: string[] = [];
    let page: Opened | undefined;
    let leave = () => {};
    return {
      heard,
      async open() {
        leave();
        leave = await conversations.open({ owner, conversation, since: page?.upto }, {
          onOpened: (opened) => page = opened,
          listener: ({ type }) => heard.push(type),
        });
        return page?.more;
      },
      leave: () => leave(),
    };
  };
  const rename = (conversation: string, owner = OWNER) =>
    conversations.append({ owner, conversation, rows: [{ type: "title", message: "New" }] });
  return { journal, conversations, tab, rename };
}

Deno.test("open() joins each tab at its last page, however their pages are mixed", async () => {
  const { journal, tab, rename } = setUp();
  const half = "x".repeat(LIMITS.openedBytes * 0.6);
  const conversation = await storeTalk(journal, [["One?", half], ["Two?", half]]);
  const [one, other] = [tab(conversation), tab(conversation)];
  assert.equal(await one.open(), true);
  assert.equal(await other.open(), true);
  assert.equal(await one.open(), false);
  assert.equal(await other.open(), false);
  await rename(conversation);
  assert.deepEqual([one.heard, other.heard], [["title"], ["title"]]);
  other.leave();
  other.leave();
  await rename(conversation);
  assert.deepEqual([one.heard.length, other.heard.length], [2, 1]);
});

Deno.test("open() tells nothing twice that was stored and not told yet when it was read", async () => {
  const memory = createMemoryJournal();
  const conversation = await storeTalk(memory, [["One?", "Yes."]]);
  const [stored, safe] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { tab, rename } = setUp({
    journal: {
      ...memory,
      async append(append) {
        const rows = await memory.append(append);
        stored.resolve();
        await safe.promise; // As the disk has it wait.
        return rows;
      },
    },
  });
  const renamed = rename(conversation);
  await stored.promise;
  const one = tab(conversation);
  await one.open();
  safe.resolve();
  await renamed;
  assert.deepEqual(one.heard, []);
  await rename(conversation);
  assert.deepEqual(one.heard, ["title"]);
});

Deno.test("load() lets others have their turns while it reads what is long", async () => {
  const { journal, conversations } = setUp();
  const part = "x".repeat(LIMITS.openedBytes / 2);
  const turns = Array.from({ length: 20 }, (_, n) => [`${n}?`, part] as const);
  const conversation = await storeTalk(journal, turns);
  let turnsOfOthers = 0;
  const count = () => {
    turnsOfOthers++;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  const { messages } = await conversations.load(conversation);
  clearImmediate(next);
  assert.equal(messages.size, 40);
  assert.ok(turnsOfOthers >= 9, `${turnsOfOthers} turns`);
});

Deno.test("open() tells who came before there was anything nothing of another owner's rows", async () => {
  const { tab, rename } = setUp();
  const conversation = crypto.randomUUID();
  const [own, another] = [tab(conversation), tab(conversation, "another")];
  await own.open();
  await another.open();
  await rename(conversation);
  assert.deepEqual([own.heard, another.heard], [["title"], []]);
});

Deno.test("adopt() tells all of a long conversation, in its order, to who waited for it", async () => {
  const { conversations } = setUp();
  const conversation = crypto.randomUUID();
  const rows = Array.from({ length: 1_000 }, (_, at): Row => ({
    ...{ type: "user", id: `u${at}`, parent: null, message: "Hi" },
    ...{ conversation: "as it was called elsewhere", seq: at + 1, time: 1 },
  }));
  const heard: unknown[] = [];
  const listener: Listener = (frame) => heard.push(frame);
  await conversations.open({ owner: OWNER, conversation }, { onOpened: () => {}, listener });
  await conversations.adopt({ owner: OWNER, conversation, rows });
  assert.deepEqual(heard, rows.map((row) => ({ ...row, conversation })));
});
