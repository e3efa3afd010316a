import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { storeEnd } from "../../../server/chat/store_end.ts";
import { JournalError } from "../../../server/journal/journal.ts";

/** Stores an end whose first tries fail so. */
function begin(faults: Error[]) {
  const clock = install();
  const closing = new AbortController();
  let [tries, unsaved] = [0, 0];
  const ended = storeEnd(
    () => {
      const fault = faults[tries++];
      return fault ? Promise.reject(fault) : Promise.resolve();
    },
    { onUnsaved: () => unsaved++, closing: closing.signal },
  );
  return {
    clock,
    closing,
    ended,
    counts: () => ({ tries, unsaved }),
    [Symbol.dispose]: () => clock.uninstall(),
  };
}

const full = () => new JournalError("The disk is full");

Deno.test("storeEnd() stores at once and says nothing when the journal works", async () => {
  using end = begin([]);
  await end.ended;
  assert.deepEqual(end.counts(), { tries: 1, unsaved: 0 });
});

Deno.test("fault 29: storeEnd() says once that an end cannot be saved, and tries until it can", async () => {
  using end = begin([full(), full(), full()]);
  await end.clock.tickAsync(0);
  assert.deepEqual(end.counts(), { tries: 1, unsaved: 1 });
  await end.clock.tickAsync(1_000);
  await end.clock.tickAsync(2_000);
  assert.deepEqual(end.counts(), { tries: 3, unsaved: 1 });
  await end.clock.tickAsync(4_000);
  await end.ended;
  assert.deepEqual(end.counts(), { tries: 4, unsaved: 1 });
});

Deno.test("storeEnd() tries every half minute in the long run", async () => {
  using end = begin(Array.from({ length: 20 }, full));
  await end.clock.tickAsync(31_000);
  const { tries } = end.counts();
  await end.clock.tickAsync(60_000);
  assert.equal(end.counts().tries, tries + 2);
  end.closing.abort("closing");
  await assert.rejects(end.ended, (reason) => reason === "closing");
  assert.equal(end.clock.countTimers(), 0);
});

Deno.test("storeEnd() gives up what the journal will never take", async () => {
  using end = begin([new JournalError("It was erased", { fault: "gone" })]);
  await assert.rejects(end.ended, { name: "JournalError" });
  assert.deepEqual(end.counts(), { tries: 1, unsaved: 0 });
});
