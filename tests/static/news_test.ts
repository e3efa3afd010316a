import assert from "node:assert/strict";
import type { ServerFrame } from "../../server/socket/protocol.ts";
import { makeId } from "../../static/id.js";
import { createOutbox } from "../../static/outbox.js";
import { createNews } from "../../static/speech/news.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import { createMemoryArea } from "../support/memory_area.ts";

const C = makeId();

type Loading = Extract<ServerFrame, { type: "loading" }>;
type Phase = Extract<ServerFrame, { type: "phase" }>;

function begin() {
  const send = () => true;
  const outbox = createOutbox({ storage: createStorage({ area: createMemoryArea().area }), send });
  const store = createStore({ outbox, send });
  store.show(C, { isNew: true });
  const said: string[] = [];
  const endings = createNews({ state: store.state, say: (text) => void (text && said.push(text)) });
  const stop = () => endings.forEach((end) => end());
  return {
    store,
    state: store.state,
    outbox,
    said,
    [Symbol.dispose]: stop,
    phase: (phase: Phase["phase"], position?: number, conversation = C) =>
      store.take({ type: "phase", conversation, id: "a", phase, position, since: 0 }),
    load: (status: string, message: string, percent?: number) =>
      store.take({ type: "loading", model: "m", status, message, percent } as Loading),
  };
}

Deno.test("createNews() says each thing that an answer does once, and not that it is written", () => {
  using page = begin();
  page.phase("queued", 2);
  page.phase("queued", 2);
  page.phase("queued", 1);
  page.phase("loading");
  page.phase("reading");
  page.phase("thinking");
  page.phase("writing");
  assert.deepEqual(page.said, [
    "Waiting in the queue, number 2 in line.",
    "Waiting in the queue, next in line.",
    "Loading the model.",
    "Reading your message.",
    "Thinking.",
  ]);
});

Deno.test("createNews() says nothing of other conversations", () => {
  using page = begin();
  page.phase("loading", undefined, "other");
  page.outbox.add({ type: "prompt", conversation: makeId(), id: makeId(), message: "hi" });
  assert.deepEqual(page.said, []);
});

Deno.test("createNews() says that a download has begun, each quarter of it, and its end once", () => {
  using page = begin();
  page.load("looking it up", "Downloading m (looking it up)");
  for (const percent of [1, 10, 26, 30, 51, 80, 90]) {
    page.load("downloading", `Downloading m: ${percent} %`, percent);
  }
  page.load("loading", "Loading m into memory");
  page.load("loading", "Loading m into memory");
  page.load("ready", "m is loaded.");
  assert.deepEqual(page.said, [
    "Downloading m (looking it up).",
    "m: 25 percent.",
    "m: 50 percent.",
    "m: 75 percent.",
    "Loading m into memory.",
    "Loading m has ended.",
  ]);
});

Deno.test("createNews() leaves the end of a download to the notice that says it", () => {
  using failing = begin();
  failing.load("downloading", "Downloading m");
  failing.load("failed", "m could not be loaded.");
  assert.deepEqual(failing.said, ["Downloading m.", "m could not be loaded."]);
  using chosen = begin();
  chosen.state.choosing.value = "m";
  chosen.load("downloading", "Downloading m");
  chosen.load("ready", "m is loaded.");
  assert.deepEqual(chosen.said, ["Downloading m."]);
});

Deno.test("createNews() says that a message waits to be sent, or was not", () => {
  using page = begin();
  const id = makeId();
  page.outbox.add({ type: "prompt", conversation: C, id, message: "hi" });
  assert.deepEqual(page.said, ["Waiting to send."]);
  page.store.setLine("connecting");
  page.store.setLine("open");
  page.outbox.resume();
  assert.deepEqual(page.said, ["Waiting to send."]);
  page.store.take({ type: "refused", id, code: "too_long", message: "Too long." });
  assert.deepEqual(page.said, ["Waiting to send.", "This was not sent. Too long."]);
});

Deno.test("createNews() says how many hits a search has, once", () => {
  using page = begin();
  const line = { id: "x", title: "Tea", model: "m", updated: 1, running: false };
  const found = (query: string, count: number, next?: string) =>
    page.state.found.value = { query, page: { conversations: Array(count).fill(line), next } };
  found("tea", 3);
  found("tea", 2);
  found("t", 20, "more");
  found("teapot", 1);
  found("none", 0);
  assert.deepEqual(page.said, ["3 hits.", "More than 20 hits.", "1 hit."]);
});

Deno.test("createNews() says what a view has to say itself, until it ends", () => {
  const page = begin();
  dispatchEvent(new CustomEvent("news", { detail: "Copied" }));
  page[Symbol.dispose]();
  dispatchEvent(new CustomEvent("news", { detail: "Copied" }));
  assert.deepEqual(page.said, ["Copied."]);
});
