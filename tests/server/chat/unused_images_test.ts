import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { createUnusedImages } from "../../../server/chat/unused_images.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { recordingLog } from "../../support/parley.ts";

const HASH = "a".repeat(64);
const HOUR = 3_600_000;

Deno.test("createUnusedImages() erases an image a day after it came, if no message has it", async () => {
  const clock = install();
  try {
    await using journal = createMemoryJournal();
    const { blobs } = journal;
    const unused = createUnusedImages({ blobs, log: recordingLog() });
    await blobs.keep("me", HASH, { type: "image/png", bytes: new Uint8Array(3) });
    unused.note();
    unused.note();
    assert.equal(clock.countTimers(), 1);
    await clock.tickAsync(23 * HOUR);
    assert.equal(await blobs.has("me", HASH), true);
    await clock.tickAsync(HOUR + 2_000);
    assert.equal(await blobs.has("me", HASH), false);
    unused.note();
    unused.close();
    assert.equal(clock.countTimers(), 0);
  } finally {
    clock.uninstall();
  }
});
