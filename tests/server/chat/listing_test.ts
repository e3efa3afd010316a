import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { install } from "@sinonjs/fake-timers";
import { createListing, type ListedFor } from "../../../server/chat/listing.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { recordingLog } from "../../support/parley.ts";
import { storeTalk } from "../../support/stored_talk.ts";

interface Line {
  id: string;
  title: string;
}

/** What was told, one entry a frame: its type and the titles it tells. */
async function setUp(questions: string[]) {
  const journal = createMemoryJournal();
  const ids: string[] = [];
  for (const question of questions) ids.push(await storeTalk(journal, [[question, "Yes."]]));
  const told: string[][] = [];
  let heard = Promise.withResolvers<void>();
  function tell({ text }: ListedFor) {
    const { type, conversations, ...line }: Line & { type: string; conversations?: Line[] } = JSON
      .parse(text);
    told.push([type, ...(conversations ?? [line]).map(({ title }) => title)]);
    heard.resolve();
  }
  const clock = install({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const log = recordingLog();
  const listing = createListing({ journal, pending: () => 0, tell, log });
  return {
    journal,
    log,
    ids,
    told,
    listing,
    clock,
    async next() {
      heard = Promise.withResolvers();
      await heard.promise;
    },
    async [Symbol.asyncDispose]() {
      clock.uninstall();
      listing.close();
      await journal[Symbol.asyncDispose]();
    },
  };
}

Deno.test("noteChange() tells of one conversation at once, by a frame of its own", async () => {
  await using t = await setUp(["One?"]);
  t.listing.noteChange(t.ids[0]);
  const next = t.next();
  t.clock.tick(0);
  await next;
  assert.deepEqual(t.told, [["conversation", "One?"]]);
});

Deno.test("noteChange() tells of many changes together, and each conversation once", async () => {
  await using t = await setUp(["One?", "Two?"]);
  for (const id of [...t.ids, ...t.ids]) t.listing.noteChange(id);
  const next = t.next();
  t.clock.tick(0);
  await next;
  assert.deepEqual(t.told, [["conversations", "One?", "Two?"]]);
});

Deno.test("noteChange() lets a moment pass after a telling, and then tells what changed in it", async () => {
  await using t = await setUp(["One?", "Two?"]);
  t.listing.noteChange(t.ids[0]);
  let next = t.next();
  t.clock.tick(0);
  await next;
  await new Promise(setImmediate); // The telling gives way to others, and is over then.
  for (const id of t.ids) t.listing.noteChange(id);
  t.clock.tick(199);
  assert.equal(t.told.length, 1);
  next = t.next();
  t.clock.tick(1);
  await next;
  assert.deepEqual(t.told.at(-1), ["conversations", "One?", "Two?"]);
});

Deno.test("noteChange() tells what could not be read with the next change, and the log why", async () => {
  await using t = await setUp(["One?", "Two?"]);
  const { summary } = t.journal;
  const failed = Promise.withResolvers<void>();
  t.journal.summary = () => {
    failed.resolve();
    return Promise.reject(new Error("the disk is gone"));
  };
  t.listing.noteChange(t.ids[0]);
  t.clock.tick(0);
  await failed.promise;
  await new Promise(setImmediate);
  assert.match(String(t.log.lines[0].properties.error), /the disk is gone/);
  t.journal.summary = summary;
  t.listing.noteChange(t.ids[1]);
  const next = t.next();
  t.clock.tick(200);
  await next;
  assert.deepEqual(t.told, [["conversations", "One?", "Two?"]]);
});
