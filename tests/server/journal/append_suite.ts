import assert from "node:assert/strict";
import type { Append } from "../../../server/journal/journal.ts";
import type { Draft } from "../../../server/journal/rows.ts";
import { ai, failed, thinking, token, typing, user } from "./drafts.ts";
import type { Open } from "./open_journals.ts";

/** How `append()` behaves, whatever the journal is made of. */
export function appendSuite(name: string, open: Open) {
  Deno.test(`${name}.append() numbers the rows of each conversation from 1`, async () => {
    await using journal = open({ now: () => 7 });
    const [first, other, second] = await Promise.all([
      journal.append(to("c", user("u"), typing("a"))),
      journal.append(to("d", user("u"))),
      journal.append(to("c", token("a"))),
    ]);
    assert.deepEqual(first, [
      { ...user("u"), conversation: "c", seq: 1, time: 7 },
      { ...typing("a"), conversation: "c", seq: 2, time: 7 },
    ]);
    assert.deepEqual(other, [{ ...user("u"), conversation: "d", seq: 1, time: 7 }]);
    assert.deepEqual(second, [{ ...token("a"), conversation: "c", seq: 3, time: 7 }]);
    const [{ seq }] = await journal.append(to("c", ai("a")));
    assert.equal(seq, 4);
    assert.deepEqual(await seqs(journal, "c"), [1, 2, 3, 4]);
  });

  Deno.test(`${name}.append() settles the calls of one turn in their order`, async () => {
    await using journal = open();
    const order: string[] = [];
    const note = (what: string) => () => void order.push(what);
    await Promise.all([
      journal.append(to("c", user("u"))).then(note("first")),
      journal.append({ ...to("c", user("v")), owner: "other" }).catch(note("refused")),
      journal.append(to("d", user("u"))).then(note("second")),
      journal.append(to("c", user("v"))).then(note("third")),
    ]);
    assert.deepEqual(order, ["first", "refused", "second", "third"]);
    assert.deepEqual(await seqs(journal, "c"), [1, 2]);
  });

  Deno.test(`${name}.append() shows nothing before it is committed`, async () => {
    await using journal = open();
    const appended = journal.append(to("c", user("u")));
    assert.deepEqual(await seqs(journal, "c"), []);
    await appended;
    assert.deepEqual(await seqs(journal, "c"), [1]);
  });

  Deno.test(`${name}.append() stores rows as they were when it was called`, async () => {
    await using journal = open();
    const row = user("u");
    const rows: Draft[] = [row];
    const appended = journal.append({ owner: "me", conversation: "c", rows });
    row.message = "something else";
    rows.push(user("v"));
    const [stored] = await appended;
    assert.equal(stored.type === "user" && stored.message, "Hello?");
    const { rows: [read] } = await journal.since("c", 0);
    assert.deepEqual(read, stored);
  });

  Deno.test(`${name}.append() rejects another owner and makes nothing`, async () => {
    await using journal = open();
    await journal.append(to("c", user("u")));
    const stranger = { ...to("c", user("v")), owner: "stranger" };
    await assert.rejects(journal.append(stranger), { name: "JournalError", fault: "owner" });
    assert.deepEqual(await journal.list("stranger"), []);
    const [{ seq }] = await journal.append(to("c", user("v")));
    assert.equal(seq, 2);
  });

  const begun = [user("u"), typing("a"), user("v", { parent: "a" })];
  const conflicts: [string, Draft[]][] = [
    ["a prompt's id is taken by a prompt", [user("u")]],
    ["a prompt's id is taken by an answer", [user("a")]],
    ["an answer's id is taken", [typing("a", { request: "x" })]],
    ["a request's id is taken", [typing("b", { request: "v" })]],
    ["an id occurs twice in its rows", [user("w"), user("w")]],
    ["an answer was never asked for", [token("b")]],
    ["an answer is ended twice", [ai("a"), failed("a")]],
    ["an answer goes on after its end", [ai("a"), token("a")]],
    ["an answer begins after its rows", [ai("b"), typing("b", { request: "x" })]],
  ];
  for (const [what, rows] of conflicts) {
    Deno.test(`${name}.append() stores nothing when ${what}`, async () => {
      await using journal = open();
      await journal.append(to("c", ...begun));
      const refused = journal.append(to("c", { type: "title", message: "No" }, ...rows));
      const others = journal.append(to("d", user("u")));
      await assert.rejects(refused, { name: "JournalError", fault: "conflict" });
      await others;
      assert.deepEqual(await seqs(journal, "c"), [1, 2, 3]);
      assert.notEqual((await journal.summary("c"))?.title, "No");
      const [{ seq }] = await journal.append(to("c", thinking("a")));
      assert.equal(seq, 4);
    });
  }

  Deno.test(`${name}.append() refuses rows of an answer that ended before`, async () => {
    await using journal = open();
    await journal.append(to("c", ...begun, failed("a")));
    for (const row of [token("a"), thinking("a"), ai("a"), failed("a")]) {
      await assert.rejects(journal.append(to("c", row)), { fault: "conflict" });
    }
  });

  Deno.test(`${name}.append() makes no conversation when its rows are refused`, async () => {
    await using journal = open();
    await assert.rejects(journal.append(to("c", user("u"), token("a"))), { fault: "conflict" });
    assert.equal(await journal.summary("c"), undefined);
    assert.deepEqual(await journal.append(to("c")), []);
    assert.equal(await journal.summary("c"), undefined);
  });

  Deno.test(`${name}.append() keeps every code unit of a text`, async () => {
    await using journal = open();
    const message = '\0 \ud83d \ude00 👩‍👩‍👧 \u2028 "\\ é';
    await journal.append(to("c", user("u", { message })));
    const { rows: [row] } = await journal.since("c", 0);
    assert.equal(row.type === "user" && row.message, message);
  });

  Deno.test(`${name}.append() rejects once the journal is closed, not before`, async () => {
    const journal = open();
    const last = journal.append(to("c", user("u")));
    await journal[Symbol.asyncDispose]();
    assert.equal((await last).length, 1);
    await assert.rejects(journal.append(to("c", user("v"))), { name: "JournalError" });
    await assert.rejects(journal.since("c", 0), { name: "JournalError" });
  });
}

/** An append of `me`. */
export function to(conversation: string, ...rows: Draft[]): Append {
  return { owner: "me", conversation, rows };
}

export async function seqs(journal: ReturnType<Open>, conversation: string): Promise<number[]> {
  const { rows } = await journal.since(conversation, 0);
  return rows.map(({ seq }) => seq);
}
