import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { createListing, type ListedFor } from "../../../server/chat/listing.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { recordingLog } from "../../support/parley.ts";
import { storeTalk } from "../../support/stored_talk.ts";

Deno.test("noteChange() tells of many changes one after the other, so that others have their turn", async () => {
  await using journal = createMemoryJournal();
  const ids = [
    await storeTalk(journal, [["One?", "One."]]),
    await storeTalk(journal, [["Two?", "Two."]]),
  ];
  const events: string[] = [];
  const { promise: over, resolve } = Promise.withResolvers<void>();
  function tell({ frame, text }: ListedFor) {
    assert.deepEqual(JSON.parse(text), frame);
    events.push(frame.title);
    setImmediate(() => {
      events.push("another");
      if (events.length === 4) resolve();
    });
  }
  const listing = createListing({ journal, pending: () => 0, tell, log: recordingLog() });
  for (const id of [...ids, ...ids]) listing.noteChange(id);
  await over;
  assert.deepEqual(events, ["One?", "another", "Two?", "another"]);
});
