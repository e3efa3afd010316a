import assert from "node:assert/strict";
import type { Draft, Row } from "../../../server/journal/rows.ts";
import { seqs, to } from "./append_suite.ts";
import { ai, typing, user } from "./drafts.ts";
import type { Open } from "./open_journals.ts";

/** A conversation as if it came from elsewhere. */
export function adoption(conversation: string, ...drafts: Draft[]) {
  const rows: Row[] = drafts.map((draft, at) => ({ ...draft, conversation, seq: at + 1, time: 7 }));
  return { owner: "me", conversation, rows };
}

/** How `adopt()` behaves, whatever the journal is made of. */
export function adoptSuite(name: string, open: Open) {
  Deno.test(`${name}.adopt() stores rows as they were, and others follow them`, async () => {
    await using journal = open();
    await journal.adopt(adoption("c", user("u"), typing("a"), ai("a")));
    const { rows } = await journal.since("c", 0);
    assert.deepEqual(rows, adoption("c", user("u"), typing("a"), ai("a")).rows);
    assert.deepEqual((await journal.list("me")).map(({ updated }) => updated), [7]);
    await journal.append(to("c", user("v")));
    assert.deepEqual(await seqs(journal, "c"), [1, 2, 3, 4]);
    assert.deepEqual(await journal.deletedBefore(Infinity), []);
  });

  Deno.test(`${name}.adopt() refuses a conversation that is there, or was`, async () => {
    await using journal = open();
    await journal.append(to("c", user("u")));
    const conflict = { name: "JournalError", fault: "conflict" };
    await assert.rejects(journal.adopt(adoption("c", user("u"))), conflict);
    await journal.erase("c");
    await assert.rejects(journal.adopt(adoption("c", user("u"))), conflict);
    await assert.rejects(journal.adopt(adoption("d", user("u"), user("u"))), conflict);
    assert.equal(await journal.summary("d"), undefined);
    assert.deepEqual(await journal.deletedBefore(Infinity), []);
  });
}
