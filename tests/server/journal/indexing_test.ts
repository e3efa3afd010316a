import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { createIndexing } from "../../../server/journal/indexing.ts";

/** Counts how often the index was told; each time it has to be let go on. */
function recorded({ busy = 0 } = {}) {
  const told: PromiseWithResolvers<void>[] = [];
  const now = { busy };
  const indexing = createIndexing(() => {
    const one = Promise.withResolvers<void>();
    told.push(one);
    return one.promise;
  }, { busy: () => now.busy });
  const note = (times: number) => {
    for (let i = 0; i < times; i++) indexing.note();
  };
  return { told, note, now };
}

Deno.test("createIndexing() has 200 texts taken in when few answers run", () => {
  const { told, note } = recorded({ busy: 8 });
  note(199);
  assert.equal(told.length, 0);
  note(1);
  assert.equal(told.length, 1);
});

Deno.test("createIndexing() waits while many answers run, until it is much", () => {
  const { told, note } = recorded({ busy: 9 });
  note(999);
  assert.equal(told.length, 0);
  note(1);
  assert.equal(told.length, 1);
});

Deno.test("createIndexing() waits for a quiet moment no longer than there is none", () => {
  const { told, note, now } = recorded({ busy: 200 });
  note(400);
  now.busy = 8;
  note(1);
  assert.equal(told.length, 1);
});

Deno.test("createIndexing() goes on after a fault, one after the other", async () => {
  const { told, note } = recorded();
  note(600);
  assert.equal(told.length, 1, "it is told again only when it has ended");
  told[0].reject(new Error("disk full"));
  await told[0].promise.catch(() => {});
  await setImmediate();
  note(1);
  assert.equal(told.length, 2);
});
