import assert from "node:assert/strict";
import { createSlowReaderWatch } from "../../../server/http/slow_reader.ts";

const MIB = 1024 * 1024;
/** Much more than may wait without a look at how much it is. */
const LARGE = "x".repeat(MIB);

/** A watch that was given a large text already, so that it looks at how much waits. */
function watched() {
  let now = 0;
  let waiting = 0;
  const watch = createSlowReaderWatch(() => waiting, { now: () => now });
  watch.allows(LARGE);
  return {
    /** Whether a text is allowed while so many bytes wait. */
    allows(queued: number) {
      waiting = queued;
      return watch.allows(LARGE);
    },
    at: (time: number) => now = time,
  };
}

Deno.test("fault 20: allows() cuts a reader that left over 1 MiB for 5 seconds", () => {
  const { allows, at } = watched();
  assert.equal(allows(2 * MIB), true);
  at(4_999);
  assert.equal(allows(2 * MIB), true);
  at(5_000);
  assert.equal(allows(2 * MIB), false);
});

Deno.test("allows() forgives a reader that caught up in between", () => {
  const { allows, at } = watched();
  allows(2 * MIB);
  at(4_000);
  allows(MIB);
  at(6_000);
  assert.equal(allows(2 * MIB), true);
});

Deno.test("fault 20: allows() cuts at once at more than 3 MiB", () => {
  const { allows } = watched();
  assert.equal(allows(3 * MIB), true);
  assert.equal(allows(3 * MIB + 1), false);
});

Deno.test("allows() asks how much waits only when it could be more than 1 MiB", () => {
  const text = "x".repeat(1024);
  let asked = 0;
  const watch = createSlowReaderWatch(() => {
    asked++;
    return 0;
  });
  const fits = Math.floor(MIB / (3 * text.length)) + 1;
  for (let count = 0; count < fits; count++) watch.allows(text);
  assert.equal(asked, 0);
  watch.allows(text);
  assert.equal(asked, 1);
  for (let count = 0; count < fits - 1; count++) watch.allows(text);
  assert.equal(asked, 1);
});

Deno.test("fault 20: allows() sees in time that small texts pile up", () => {
  const text = "x".repeat(1024);
  let [now, waiting] = [0, 0];
  const watch = createSlowReaderWatch(() => waiting, { now: () => now });
  let sent = 0;
  while (watch.allows(text)) {
    sent++;
    waiting += text.length;
    now += 1;
  }
  // It is over 1 MiB after 1,025 texts, a millisecond each, and is given five seconds from there.
  assert.ok(sent < 1025 + 5_000 && waiting <= 3 * MIB + text.length, `${sent} texts`);
});
