/** The page's own parts open a conversation of many pages. */
import assert from "node:assert/strict";
import { effect } from "@preact/signals-core";
import { LIMITS } from "../../static/protocol.js";
import type { Clock } from "../../static/clock.js";
import { createConnection } from "../../static/connection.js";
import { createOutbox } from "../../static/outbox.js";
import type { Opened } from "../../static/replica.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import type { Journal } from "../../server/journal/journal.ts";
import { createMemoryJournal } from "../../server/journal/memory.ts";
import { createMemoryArea } from "../support/memory_area.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

/** Twice what may come at once. */
const PAGES = 2 * LIMITS.frameBurst;

/** Time as it is, for a page that nobody looks at. */
const clock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  nextFrame: (callback) => clock.after(0, callback),
};

/** Each answer fills a page, with the question before it. */
const storePages = (journal: Journal) =>
  storeTalk(
    journal,
    Array.from({ length: PAGES }, (_, n) => [`${n}`, `${n} `.repeat(65_000)] as const),
  );

/** The page without a view. */
async function openPage(
  port: number,
  { conversation, onPage = () => {} }: { conversation: string; onPage?: (page: number) => void },
) {
  const refused: string[] = [];
  const pages: Opened[] = [];
  const storage = createStorage({ area: createMemoryArea().area });
  const connection = createConnection(`ws://127.0.0.1:${port}/ws`, {
    onFrame(frame) {
      if (frame.type === "refused") refused.push(frame.code);
      if (frame.type === "opened") onPage(pages.push(frame));
      store.take(frame);
    },
    onState: (state) => store.setLine(state),
    clock,
    random: () => 0,
  });
  const outbox = createOutbox({ storage, send: connection.send, clock });
  const store = createStore({ outbox, send: connection.send, clock });
  store.show(conversation);
  connection.start();
  const opened = Promise.withResolvers<void>();
  effect(() => {
    if (store.state.isOpened.value) opened.resolve();
  });
  await opened.promise;
  connection.stop();
  return { refused, pages, messages: [...store.state.conversation.value.messages.values()] };
}

Deno.test("the page opens a conversation of more pages than frames may come at once", async () => {
  await using journal = createMemoryJournal();
  const conversation = await storePages(journal);
  await using parley = await startParley({ journal });
  const { messages, refused } = await openPage(parley.port, { conversation });
  assert.equal(messages.length, 2 * PAGES);
  assert.ok(messages.every(({ text }, at) => text.startsWith(`${at >> 1}`)));
  assert.deepEqual(refused, []);
});

Deno.test("the page goes on with the pages that it has when the line is cut between them", async () => {
  await using journal = createMemoryJournal();
  const conversation = await storePages(journal);
  await using parley = await startParley({ journal });
  await using proxy = await startTcpProxy({ to: parley.port });
  const { messages, pages } = await openPage(proxy.port, {
    conversation,
    onPage: (page) => page % 30 === 0 && proxy.cut(),
  });
  assert.equal(proxy.accepted, 3);
  assert.equal(messages.length, 2 * PAGES);
  assert.equal(pages.filter(({ events }) => events[0].seq === 1).length, 1);
});
