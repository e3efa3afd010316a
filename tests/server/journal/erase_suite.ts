import assert from "node:assert/strict";
import { seqs, to } from "./append_suite.ts";
import { ai, token, typing, user } from "./drafts.ts";
import type { Open } from "./open_journals.ts";
import { found } from "./search_suite.ts";

/** How conversations go and come back, whatever the journal is made of. */
export function eraseSuite(name: string, open: Open) {
  const [deleted, restored] = [{ type: "deleted" }, { type: "restored" }] as const;

  Deno.test(`${name} hides a deleted conversation until it is restored`, async () => {
    let time = 1;
    await using journal = open({ now: () => time++ });
    await journal.append(to("c", user("u")));
    await journal.append(to("d", user("u")));
    const before = await journal.summary("c");
    await journal.append(to("c", deleted));
    assert.deepEqual(await journal.summary("c"), { ...before, top: 2, deleted: true });
    assert.deepEqual((await journal.list("me")).map(({ conversation }) => conversation), ["d"]);
    assert.deepEqual(await found(journal, "hello"), ["d u"]);
    assert.deepEqual(await found(journal, "he"), ["d u"]);
    assert.deepEqual(await seqs(journal, "c"), [1, 2]);
    await journal.append(to("c", restored));
    assert.deepEqual(await journal.summary("c"), { ...before, top: 3 });
    assert.deepEqual((await journal.list("me")).map((s) => s.conversation), ["d", "c"]);
    assert.deepEqual(await found(journal, "hello"), ["d u", "c u"]);
  });

  Deno.test(`${name}.deletedBefore() lists what waits to be erased, of all owners`, async () => {
    let time = 0;
    await using journal = open({ now: () => time });
    for (const conversation of ["c", "d", "e", "f"]) {
      time += 10;
      const owner = conversation === "e" ? "other" : "me";
      await journal.append({ owner, conversation, rows: [user("u"), deleted] });
    }
    await journal.append(to("d", restored));
    const waiting = async (before: number) =>
      (await journal.deletedBefore(before)).map(({ conversation }) => conversation);
    assert.deepEqual(await waiting(10), []);
    assert.deepEqual(await waiting(41), ["c", "e", "f"]);
    const [summary] = await journal.deletedBefore(11);
    assert.deepEqual(summary, await journal.summary("c"));
    time = 50;
    await journal.append(to("c", restored, deleted));
    assert.deepEqual(await waiting(50), ["e", "f"]);
    await journal.erase("e");
    assert.deepEqual(await waiting(51), ["f", "c"]);
  });

  Deno.test(`${name}.erase() leaves an id and an owner`, async () => {
    await using journal = open({ now: () => 7 });
    await journal.append(
      to("c", user("u"), typing("a"), token("a"), ai("a"), typing("b", { request: "x" })),
    );
    await journal.append(to("c", token("b"), { type: "title", message: "Hello again" }, deleted));
    await journal.append(to("d", user("u"), typing("a"), token("a")));
    await journal.erase("c");
    await journal.erase("unknown");
    const summary = { conversation: "c", owner: "me", top: 0, title: "", model: "", updated: 7 };
    assert.deepEqual(await journal.summary("c"), { ...summary, deleted: true, erased: true });
    assert.equal(await journal.summary("unknown"), undefined);
    assert.deepEqual(await journal.since("c", 0), { rows: [], more: false });
    assert.equal(await journal.compact("c"), 0);
    assert.deepEqual((await journal.unended()).map(({ conversation }) => conversation), ["d"]);
    assert.deepEqual(await found(journal, "hello"), ["d u"]);
    for (const rows of [[user("v")], [token("b")], [restored]]) {
      const gone = { name: "JournalError", fault: "gone" };
      await assert.rejects(journal.append(to("c", ...rows)), gone);
    }
    const stranger = { ...to("c", user("v")), owner: "stranger" };
    await assert.rejects(journal.append(stranger), { fault: "owner" });
    await journal.erase("c");
    assert.deepEqual(await seqs(journal, "d"), [1, 2, 3]);
    await journal.append(to("d", ai("a")));
    assert.deepEqual(await journal.deletedBefore(Infinity), []);
  });

  Deno.test(`${name}.erase() takes what was appended in the same turn as well`, async () => {
    await using journal = open();
    const appended = journal.append(to("c", user("u")));
    const erased = journal.erase("c");
    const refused = journal.append(to("c", user("v")));
    await assert.rejects(refused, { fault: "gone" });
    assert.equal((await appended).length, 1);
    await erased;
    assert.deepEqual(await seqs(journal, "c"), []);
  });
}
