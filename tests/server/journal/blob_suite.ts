import assert from "node:assert/strict";
import { to } from "./append_suite.ts";
import { user } from "./drafts.ts";
import type { Open } from "./open_journals.ts";

const [A, B] = ["a".repeat(64), "b".repeat(64)];

/** Bytes that are in no other place the same, some more than one part of them. */
function someBytes(length = 2_500_000) {
  return new Uint8Array(length).map((_, at) => (at * 7 + (at >> 8)) % 256);
}

/** What a journal does with images, whatever it is made of. */
export function blobSuite(name: string, open: Open) {
  Deno.test(`${name}.blobs gives back what was kept, to its owner alone`, async () => {
    await using journal = open();
    const { blobs } = journal;
    const bytes = someBytes();
    await blobs.keep("me", A, { type: "image/png", bytes });
    const found = await blobs.get("me", A);
    assert.equal(found?.type, "image/png");
    assert.deepEqual(found?.bytes, bytes);
    assert.deepEqual([await blobs.has("me", A), await blobs.has("other", A)], [true, false]);
    assert.equal(await blobs.get("other", A), undefined);
    assert.equal(await blobs.get("me", B), undefined);
  });

  Deno.test(`${name}.blobs keeps the same image once, however often and at once it comes`, async () => {
    await using journal = open();
    const { blobs } = journal;
    const bytes = someBytes();
    await Promise.all([1, 2, 3].map(() => blobs.keep("me", A, { type: "image/png", bytes })));
    await blobs.keep("me", A, { type: "image/png", bytes });
    assert.deepEqual((await blobs.get("me", A))?.bytes, bytes);
  });

  Deno.test(`${name}.blobs drops what was kept long ago and is in no row`, async () => {
    let time = 100;
    await using journal = open({ now: () => time });
    const { blobs } = journal;
    for (const hash of [A, B]) {
      await blobs.keep("me", hash, { type: "image/png", bytes: someBytes(10) });
    }
    await blobs.keep("other", B, { type: "image/png", bytes: someBytes(10) });
    await journal.append(to("c", user("u", { images: [A] })));
    assert.equal(await blobs.dropUnused(100), 0);
    time = 200;
    await blobs.keep("other", B, { type: "image/png", bytes: someBytes(10) });
    assert.equal(await blobs.dropUnused(200), 1);
    assert.deepEqual(
      await Promise.all([blobs.has("me", A), blobs.has("me", B), blobs.has("other", B)]),
      [true, false, true],
    );
  });

  Deno.test(`${name}.erase() takes along the images that no other conversation shows`, async () => {
    await using journal = open();
    const { blobs } = journal;
    for (const hash of [A, B]) {
      await blobs.keep("me", hash, { type: "image/png", bytes: someBytes(10) });
    }
    await journal.append(to("c", user("u", { images: [A, B] })));
    await journal.append(to("d", user("u", { images: [B] })));
    await journal.erase("c");
    assert.deepEqual([await blobs.has("me", A), await blobs.has("me", B)], [false, true]);
    await journal.erase("d");
    assert.equal(await blobs.has("me", B), false);
  });

  Deno.test(`${name}.erase() leaves an image that was handed in again since the conversation had it`, async () => {
    let time = 100;
    await using journal = open({ now: () => time });
    const { blobs } = journal;
    const keep = () => blobs.keep("me", A, { type: "image/png", bytes: someBytes(10) });
    await keep();
    await journal.append(to("c", user("u", { images: [A] }), { type: "deleted" }));
    time = 200;
    await keep();
    await journal.erase("c");
    assert.deepEqual(await journal.deletedBefore(Infinity), []);
    assert.equal(await blobs.has("me", A), true);
    assert.equal(await blobs.dropUnused(200), 0);
    await journal.append(to("d", user("u", { images: [A] })));
    await journal.erase("d");
    assert.equal(await blobs.has("me", A), false);
    await keep();
    await journal.append(to("e", user("u", { images: [A] })));
    await keep();
    await journal.erase("e");
    assert.equal(await blobs.dropUnused(201), 1);
    assert.equal(await blobs.has("me", A), false);
  });

  Deno.test(`${name}.blobs.oldestUnused() tells when the oldest was handed in that no row names`, async () => {
    let time = 100;
    await using journal = open({ now: () => time });
    const { blobs } = journal;
    assert.equal(await blobs.oldestUnused(), undefined);
    for (const hash of [A, B]) {
      await blobs.keep("me", hash, { type: "image/png", bytes: someBytes(10) });
      time += 100;
    }
    assert.equal(await blobs.oldestUnused(), 100);
    await journal.append(to("c", user("u", { images: [A] })));
    assert.equal(await blobs.oldestUnused(), 200);
    await blobs.dropUnused(201);
    assert.equal(await blobs.oldestUnused(), undefined);
  });

  Deno.test(`${name}.blobs keeps an image that comes again while it is being erased`, async () => {
    await using journal = open();
    const { blobs } = journal;
    const bytes = someBytes();
    for (let times = 0; times < 4; times++) {
      await blobs.keep("me", A, { type: "image/png", bytes });
      await journal.append(to(`c${times}`, user("u", { images: [A] })));
      const erased = journal.erase(`c${times}`);
      // As far as it comes in so many turns.
      for (let turn = 0; turn < times; turn++) await new Promise((go) => setTimeout(go, 0));
      await Promise.all([erased, blobs.keep("me", A, { type: "image/png", bytes })]);
      const found = await blobs.get("me", A);
      if (found) assert.deepEqual(found.bytes, bytes, "whole, or not there");
      assert.equal(await blobs.has("me", A), found !== undefined);
      await blobs.keep("me", A, { type: "image/png", bytes });
      assert.deepEqual((await blobs.get("me", A))?.bytes, bytes);
    }
  });

  Deno.test(`${name}.append() lets images be that are not there`, async () => {
    await using journal = open();
    await journal.append(to("c", user("u", { images: [A] })));
    await journal.blobs.keep("me", A, { type: "image/png", bytes: someBytes(10) });
    await journal.erase("c");
    const { rows } = await journal.since("c", 0);
    assert.deepEqual(rows, []);
  });
}
