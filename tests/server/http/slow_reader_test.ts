import assert from "node:assert/strict";
import { createSlowReaderWatch } from "../../../server/http/slow_reader.ts";

const MIB = 1024 * 1024;

function watched() {
  let now = 0;
  return {
    watch: createSlowReaderWatch({ now: () => now }),
    at: (time: number) => now = time,
  };
}

Deno.test("fault 20: allows() cuts a reader that left over 1 MiB for 5 seconds", () => {
  const { watch, at } = watched();
  assert.equal(watch.allows(2 * MIB), true);
  at(4_999);
  assert.equal(watch.allows(2 * MIB), true);
  at(5_000);
  assert.equal(watch.allows(2 * MIB), false);
});

Deno.test("allows() forgives a reader that caught up in between", () => {
  const { watch, at } = watched();
  watch.allows(2 * MIB);
  at(4_000);
  watch.allows(MIB);
  at(6_000);
  assert.equal(watch.allows(2 * MIB), true);
});

Deno.test("fault 20: allows() cuts at once at more than 3 MiB", () => {
  const { watch } = watched();
  assert.equal(watch.allows(3 * MIB), true);
  assert.equal(watch.allows(3 * MIB + 1), false);
});
