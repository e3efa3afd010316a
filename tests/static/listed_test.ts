import assert from "node:assert/strict";
import { signal } from "@preact/signals-core";
import type { ListPage } from "../../static/api.js";
import { createListed } from "../../static/listed.js";
import { createState } from "../../static/state.js";
import { createPageClock } from "../support/page_clock.ts";

const line = (id: string, updated: number) => ({
  id,
  title: id,
  model: "",
  updated,
  running: false,
});

function begin() {
  const state = createState({ outbox: signal([]) });
  const clock = createPageClock();
  const asked: { q?: string; before?: string; answer: (page?: ListPage) => void }[] = [];
  const listed = createListed({
    state,
    clock,
    api: {
      conversations(options = {}) {
        const { promise, resolve } = Promise.withResolvers<ListPage | undefined>();
        asked.push({ ...options, answer: resolve });
        return promise;
      },
    },
  });
  return { state, clock, asked, listed, ids: () => state.list.value.lines.map(({ id }) => id) };
}

Deno.test("listed keeps what it heard while a page was under way: it is newer", async () => {
  const { asked, listed, ids } = begin();
  const refreshed = listed.refresh();
  listed.take(line("a", 5));
  listed.take({ ...line("b", 2), deleted: true });
  asked[0].answer({ conversations: [line("c", 3), line("b", 2), line("a", 1)] });
  await refreshed;
  assert.deepEqual(ids(), ["a", "c"]);
});

Deno.test("listed goes on from page to page, one at a time, and shows nothing twice", async () => {
  const { asked, listed, ids } = begin();
  const first = listed.refresh();
  asked[0].answer({ conversations: [line("c", 3), line("b", 2)], next: "2 b" });
  await first;
  const second = listed.more();
  listed.more();
  assert.deepEqual(asked.map(({ before }) => before), [undefined, "2 b"]);
  asked[1].answer({ conversations: [line("b", 2), line("a", 1)] });
  await second;
  assert.deepEqual(ids(), ["c", "b", "a"]);
  assert.equal(listed.more(), undefined);
});

Deno.test("listed looks for words once typing pauses, and drops the answer to older words", async () => {
  const { state, clock, asked, listed } = begin();
  listed.search("te");
  clock.tick(150);
  listed.search("tea");
  clock.tick(150);
  assert.equal(asked.length, 0);
  clock.tick(50);
  listed.search("teapot");
  clock.tick(200);
  assert.deepEqual(asked.map(({ q }) => q), ["tea", "teapot"]);
  asked[1].answer({ conversations: [line("pot", 1)] });
  asked[0].answer({ conversations: [line("tea", 1)] });
  await Promise.resolve();
  assert.deepEqual(state.found.value?.page?.conversations.map(({ id }) => id), ["pot"]);
  listed.search("");
  assert.equal(state.found.value, undefined);
});
