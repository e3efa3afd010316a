import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { createIndexing } from "../../../server/journal/indexing.ts";
import { JournalError } from "../../../server/journal/journal.ts";

/** Counts how often the index was told; each time it has to be let go on. */
function recorded({ busy = 0 } = {}) {
  const told: PromiseWithResolvers<void>[] = [];
  const faults: string[] = [];
  const now = { busy };
  const indexing = createIndexing(() => {
    const one = Promise.withResolvers<void>();
    told.push(one);
    return one.promise;
  }, { busy: () => now.busy, onFault: (sentence) => faults.push(sentence) });
  const note = (times: number) => {
    for (let i = 0; i < times; i++) indexing.note();
  };
  /** Has enough texts taken in, and says how that went. */
  const take = async (fault?: Error) => {
    note(200);
    const last = told[told.length - 1];
    if (fault) last.reject(fault);
    else last.resolve();
    await setImmediate();
  };
  return { indexing, told, faults, note, take, now };
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

Deno.test("createIndexing() tells of each kind of fault once, until it has gone well again", async () => {
  const { faults, take, indexing } = recorded();
  const [full, held] = ["Cannot index as the disk is full", "Cannot index as it is held"];
  for (const sentence of [full, full, held, full]) await take(new JournalError(sentence));
  indexing.heard(held);
  assert.deepEqual(faults, [full, held]);
  await take();
  indexing.heard(held);
  await take(new JournalError(full));
  assert.deepEqual(faults, [full, held, held, full]);
});

Deno.test("createIndexing() tells nothing of what people wrote", async () => {
  const { faults, take } = recorded();
  await take(new SyntaxError(`Unexpected token 'h', "half a secret" is not valid JSON`));
  assert.deepEqual(faults, ["Cannot index as the database did not do it"]);
});

Deno.test("createIndexing() tells of no fault once it is closed", async () => {
  const { faults, take, indexing } = recorded();
  indexing.close();
  await take(new JournalError("Cannot index as the journal is closed"));
  assert.deepEqual(faults, []);
});
