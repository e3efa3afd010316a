import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { createUnusedImages } from "../../../server/chat/unused_images.ts";
import { JournalError } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { recordingLog } from "../../support/parley.ts";
import { someChat } from "../../support/some_chat.ts";

const HASH = "a".repeat(64);
const HOUR = 3_600_000;

/** Images in a journal, an owner who hands one in, and a clock. */
function setUp() {
  const clock = install();
  const journal = createMemoryJournal();
  const log = recordingLog();
  const { blobs } = journal;
  const start = (images = blobs) => createUnusedImages({ blobs: images, log });
  return {
    ...{ clock, journal, blobs, log, start },
    handIn: () => blobs.keep("local", HASH, { type: "image/png", bytes: new Uint8Array(3) }),
    isThere: () => blobs.has("local", HASH),
    async [Symbol.asyncDispose]() {
      clock.uninstall();
      await journal[Symbol.asyncDispose]();
    },
  };
}

Deno.test("createUnusedImages() erases an image a day after it came, if no message has it", async () => {
  await using t = setUp();
  const unused = t.start();
  await t.handIn();
  unused.note();
  unused.note();
  assert.equal(t.clock.countTimers(), 1);
  await t.clock.tickAsync(23 * HOUR);
  assert.equal(await t.isThere(), true);
  await t.clock.tickAsync(HOUR + 2_000);
  assert.equal(await t.isThere(), false);
  assert.equal(t.clock.countTimers(), 0);
  unused.note();
  unused.close();
  assert.equal(t.clock.countTimers(), 0);
});

Deno.test("createUnusedImages() erases a day after it came what is left from before a restart", async () => {
  await using t = setUp();
  await t.handIn();
  await t.clock.tickAsync(20 * HOUR);
  const unused = t.start();
  await unused.sweep();
  assert.equal(t.clock.countTimers(), 1);
  await t.clock.tickAsync(3 * HOUR);
  assert.equal(await t.isThere(), true);
  await t.clock.tickAsync(HOUR + 2_000);
  assert.equal(await t.isThere(), false);
  assert.equal(t.clock.countTimers(), 0);
});

Deno.test("createUnusedImages() tries again after an hour where images cannot be erased", async () => {
  await using t = setUp();
  await t.handIn();
  await t.clock.tickAsync(25 * HOUR);
  let fails = true;
  const unused = t.start({
    ...t.blobs,
    dropUnused: (time) =>
      fails ? Promise.reject(new JournalError("The disk is full")) : t.blobs.dropUnused(time),
  });
  await unused.sweep();
  assert.deepEqual(t.log.lines.map(({ level }) => level), ["error"]);
  fails = false;
  await t.clock.tickAsync(HOUR + 2_000);
  assert.equal(await t.isThere(), false);
  unused.close();
});

Deno.test("createUnusedImages() leaves no timer when it is closed while it sweeps", async () => {
  await using t = setUp();
  await t.handIn();
  const unused = t.start();
  const swept = unused.sweep();
  unused.close();
  await swept;
  assert.equal(t.clock.countTimers(), 0);
});

for (const [when, hours] of [["just now", 0], ["long ago", 30]] as const) {
  Deno.test(`createChat() erases an image that was handed in again ${when} and then not sent`, async () => {
    await using t = setUp();
    const { chat } = someChat({ journal: t.journal });
    const conversation = crypto.randomUUID();
    const row = { type: "user" as const, id: "u", parent: null, message: "Look", images: [HASH] };
    const settle = <T>(promise: Promise<T>) => t.clock.tickAsync(1).then(() => promise);
    await t.handIn();
    await settle(
      t.journal.append({ owner: "local", conversation, rows: [row] }),
    );
    await t.handIn();
    chat.unusedImages.note();
    await t.clock.tickAsync(hours * HOUR);
    await settle(chat.keeping.remove({ owner: "local", conversation }));
    await t.clock.tickAsync(25_000);
    assert.equal((await t.journal.summary(conversation))?.erased, true);
    assert.equal(await t.isThere(), hours === 0);
    await t.clock.tickAsync(24 * HOUR);
    assert.equal(await t.isThere(), false);
    await chat.close();
  });
}
