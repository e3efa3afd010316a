import assert from "node:assert/strict";
import FakeTimers from "@sinonjs/fake-timers";
import type { Row, TokenRow } from "../../../server/journal/rows.ts";
import { createAnswerWriter } from "../../../server/chat/answer_writer.ts";

/** A writer whose rows a test looks at, each stored once the test lets it. */
function writing(before = "") {
  const rows: TokenRow[] = [];
  const faults: unknown[] = [];
  let store: () => Promise<Row[]> = () => Promise.resolve([]);
  const writer = createAnswerWriter("a", {
    append(more) {
      rows.push(...more);
      return store();
    },
    onError: (error) => faults.push(error),
    before,
  });
  const write = (text: string, thinking = "") => writer.write({ text, thinking });
  return { writer, rows, faults, write, storeBy: (next: typeof store) => store = next };
}

const shown = (rows: TokenRow[]) =>
  rows.map(({ type, offset, message }) => `${type} ${offset} ${message}`);

/** A clock that only a test moves. */
function fakeTime() {
  const clock = FakeTimers.install({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  return {
    pass: (ms: number) => clock.tickAsync(ms),
    /** How many timers wait. */
    timers: () => clock.countTimers(),
    [Symbol.dispose]: () => clock.uninstall(),
  };
}

/** Longer than a writer rests between two rows. */
const PAUSE = 10;

Deno.test("write() stores text at its offset, thoughts before it", async () => {
  using time = fakeTime();
  const { writer, rows, write } = writing();
  write("", "Hm.");
  await time.pass(PAUSE);
  write("Hel", " Yes.");
  await time.pass(PAUSE);
  write("lo");
  await writer.flush();
  assert.deepEqual(shown(rows), [
    "thinking 0 Hm.",
    "thinking 3  Yes.",
    "token 0 Hel",
    "token 3 lo",
  ]);
});

Deno.test("write() gathers what comes within a moment of the row before", async () => {
  using time = fakeTime();
  const { writer, rows, write } = writing();
  for (const word of ["a", "b", "c", "d"]) {
    write(word);
    await time.pass(1);
  }
  assert.deepEqual(shown(rows), ["token 0 a"]);
  await time.pass(PAUSE);
  assert.deepEqual(shown(rows), ["token 0 a", "token 1 bcd"]);
  write("e");
  assert.deepEqual(shown(rows).at(-1), "token 4 e", "after a pause nothing waits");
  await writer.flush();
});

Deno.test("write() makes no timer for what comes at a reader's pace", async () => {
  using time = fakeTime();
  const { writer, rows, write } = writing();
  for (const word of ["a", "b", "c"]) {
    write(word);
    assert.equal(time.timers(), 0);
    await time.pass(PAUSE);
  }
  assert.deepEqual(shown(rows), ["token 0 a", "token 1 b", "token 2 c"]);
  await writer.flush();
});

Deno.test("flush() waits for no moment to pass", async () => {
  using _ = fakeTime();
  const { writer, rows, write } = writing();
  write("a");
  write("b");
  await writer.flush();
  assert.deepEqual(shown(rows), ["token 0 a", "token 1 b"]);
});

Deno.test("write() gathers what comes while a row is being stored", async () => {
  const gate = Promise.withResolvers<Row[]>();
  const { writer, rows, write, storeBy } = writing();
  storeBy(() => gate.promise);
  for (const word of ["a", "b", "c"]) write(word);
  assert.deepEqual(shown(rows), ["token 0 a"]);
  gate.resolve([]);
  await writer.flush();
  assert.deepEqual(shown(rows), ["token 0 a", "token 1 bc"]);
});

Deno.test("write() streams a continuation as soon as it is known where it belongs", async () => {
  using time = fakeTime();
  const { writer, rows, write } = writing("Once upon a time ");
  for (const word of "there was a small house at the edge of the wood, and in it".split(/(?<= )/)) {
    write(word);
    await time.pass(PAUSE);
  }
  assert.ok(rows.length > 1, "rows came before the end");
  await writer.flush();
  assert.equal(rows[0].offset, "Once upon a time ".length);
  assert.equal(rows.map(({ message }) => message).join(""), writer.text.slice(rows[0].offset));
});

Deno.test("flush() stores a continuation that was too short to be placed", async () => {
  const { writer, rows, write } = writing("Once upon ");
  write("a time.");
  await writer.flush();
  assert.deepEqual(shown(rows), ["token 10 a time."]);
  assert.equal(writer.text, "Once upon a time.");
});

Deno.test("write() stores nothing after a failure, and tells it once", async () => {
  using time = fakeTime();
  const { writer, rows, faults, write, storeBy } = writing();
  storeBy(() => Promise.reject(new Error("disk full")));
  write("a");
  await time.pass(PAUSE);
  write("b");
  await writer.flush();
  assert.deepEqual(shown(rows), ["token 0 a"]);
  assert.equal(faults.length, 1);
  assert.equal(writer.text, "ab");
});
