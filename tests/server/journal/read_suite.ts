import assert from "node:assert/strict";
import { seqs, to } from "./append_suite.ts";
import { ai, failed, thinking, token, typing, user } from "./drafts.ts";
import type { Open } from "./open_journals.ts";

/** What can be asked of a journal, whatever it is made of. */
export function readSuite(name: string, open: Open) {
  Deno.test(`${name}.since() gives what came after, in order`, async () => {
    await using journal = open();
    await journal.append(to("c", user("u"), typing("a"), token("a"), user("v"), token("a")));
    const after = async (seq: number) => (await journal.since("c", seq)).rows.map((r) => r.seq);
    assert.deepEqual(await after(0), [1, 2, 3, 4, 5]);
    assert.deepEqual(await after(3), [4, 5]);
    assert.deepEqual(await after(5), []);
    assert.deepEqual(await after(99), []);
    assert.deepEqual(await journal.since("unknown", 0), { rows: [], more: false });
  });

  Deno.test(`${name}.since() gives pages of at most maxBytes, and never an empty one`, async () => {
    await using journal = open();
    const message = "ö".repeat(100);
    await journal.append(to("c", user("u", { message }), typing("a")));
    for (let n = 0; n < 20; n++) await journal.append(to("c", token("a", { message })));
    for (let after = 0, more = true; more;) {
      const page = await journal.since("c", after, { maxBytes: 1000 });
      const bytes = new TextEncoder().encode(JSON.stringify(page.rows)).length;
      assert.ok(bytes <= 1002, `a page of ${bytes} bytes`);
      assert.ok(page.rows.length > 1 || !page.more);
      after = page.rows[page.rows.length - 1].seq;
      more = page.more;
      assert.equal(more, after < 22);
    }
    const { rows, more } = await journal.since("c", 0, { maxBytes: 1 });
    assert.deepEqual([rows.length, more], [1, true]);
  });

  Deno.test(`${name}.summary() tells owner, top and the time of the last change`, async () => {
    let time = 100;
    await using journal = open({ now: () => time });
    assert.equal(await journal.summary("c"), undefined);
    await journal.append(to("c", user("u"), typing("a")));
    time = 200;
    await journal.append(to("c", token("a"), thinking("a")));
    const of = { conversation: "c", owner: "me", title: "Hello?", model: "m" };
    const summary = { ...of, top: 4, updated: 100 };
    assert.deepEqual(await journal.summary("c"), summary);
    time = 300;
    await journal.append(to("c", ai("a")));
    assert.deepEqual(await journal.summary("c"), { ...summary, top: 5, updated: 300 });
  });

  Deno.test(`${name}.summary() takes the newest title, else the first message`, async () => {
    await using journal = open();
    const title = async () => (await journal.summary("c"))?.title;
    await journal.append(to("c", { type: "settings", model: "m" }));
    assert.equal(await title(), "");
    await journal.append(to("c", user("u", { message: "\n  What is\t Python?\n" })));
    assert.equal(await title(), "What is Python?");
    await journal.append(to("c", user("v", { message: "And Deno?" })));
    assert.equal(await title(), "What is Python?");
    await journal.append(to("c", { type: "title", message: "Snakes" }));
    await journal.append(to("c", { type: "title", message: "Big\0\nsnakes \ud83d" }));
    await journal.append(to("c", user("w")));
    assert.equal(await title(), "Big snakes \ufffd");
    await journal.append(to("d", { type: "title", message: "First" }, user("u")));
    assert.equal((await journal.summary("d"))?.title, "First");
  });

  Deno.test(`${name}.summary() names the model that was asked last, or chosen since`, async () => {
    await using journal = open();
    const model = async () => (await journal.summary("c"))?.model;
    await journal.append(to("c", user("u")));
    assert.equal(await model(), "");
    await journal.append(to("c", typing("a")));
    assert.equal(await model(), "m");
    await journal.append(to("c", { type: "settings", model: "other" }));
    await journal.append(to("c", { type: "settings", seed: 1 }));
    assert.equal(await model(), "other");
    assert.equal((await journal.list("me"))[0].model, "other");
    assert.equal((await journal.search("me", "hello"))[0].model, "other");
    await journal.append(to("c", { type: "settings", model: null }));
    assert.equal(await model(), "");
  });

  Deno.test(`${name}.list() leaves out what has settings alone`, async () => {
    await using journal = open();
    await journal.append(to("c", { type: "settings", model: "m" }));
    assert.deepEqual(await journal.list("me"), []);
    assert.equal((await journal.summary("c"))?.unsaid, true);
    await journal.append(to("c", user("u")));
    assert.deepEqual((await journal.list("me")).map(({ title }) => title), ["Hello?"]);
    assert.equal((await journal.summary("c"))?.unsaid, undefined);
    await journal.append(to("d", { type: "title", message: "Named" }));
    assert.equal((await journal.list("me")).length, 2);
  });

  Deno.test(`${name}.list() gives the owner's conversations, newest first, in pages`, async () => {
    let time = 0;
    await using journal = open({ now: () => time });
    for (const conversation of ["a", "b", "c", "d", "e"]) {
      time = "ab".includes(conversation) ? 1 : 2;
      await journal.append(to(conversation, user("u")));
    }
    await journal.append({ ...to("foreign", user("u")), owner: "other" });
    time = 3;
    await journal.append(to("b", user("v")));
    const names = (page: { conversation: string }[]) => page.map((s) => s.conversation).join("");
    assert.equal(names(await journal.list("me")), "bedca");
    const first = await journal.list("me", { limit: 2 });
    assert.equal(names(first), "be");
    assert.deepEqual(first[0], await journal.summary("b"));
    const second = await journal.list("me", { limit: 2, before: first[1] });
    assert.equal(names(second), "dc");
    assert.equal(names(await journal.list("me", { before: second[1] })), "a");
    assert.deepEqual(await journal.list("nobody"), []);
  });

  Deno.test(`${name}.unended() lists answers in the order they were asked for`, async () => {
    await using journal = open();
    const at = { owner: "me", conversation: "c" };
    await journal.append(to("c", user("u"), typing("a")));
    await journal.append(to("d", user("u"), typing("a")));
    await journal.append(to("c", typing("b", { request: "x" }), typing("e", { request: "y" })));
    await journal.append(to("c", thinking("b")));
    assert.deepEqual(await journal.unended(), [
      { ...at, id: "a", begun: false },
      { ...at, conversation: "d", id: "a", begun: false },
      { ...at, id: "b", begun: true },
      { ...at, id: "e", begun: false },
    ]);
    await journal.append(to("c", ai("a"), failed("b")));
    await journal.append(to("d", token("a")));
    assert.deepEqual(await journal.unended(), [
      { ...at, conversation: "d", id: "a", begun: true },
      { ...at, id: "e", begun: false },
    ]);
  });

  Deno.test(`${name}.compact() deletes the writes of ended answers alone`, async () => {
    await using journal = open();
    await journal.append(to("c", user("u"), typing("a"), typing("b", { request: "x" })));
    await journal.append(to("c", token("a"), thinking("b"), token("a")));
    await journal.append(to("d", user("u"), typing("a"), token("a")));
    assert.equal(await journal.compact("c"), 0);
    await journal.append(to("c", ai("a")));
    assert.equal(await journal.compact("c"), 2);
    assert.deepEqual(await seqs(journal, "c"), [1, 2, 3, 5, 7]);
    assert.deepEqual(await seqs(journal, "d"), [1, 2, 3]);
    assert.equal(await journal.compact("c"), 0);
    assert.equal(await journal.compact("unknown"), 0);
    const [{ seq }] = await journal.append(to("c", token("b")));
    assert.equal(seq, 8);
  });

  Deno.test(`${name}.recall() gives what was remembered last`, async () => {
    await using journal = open();
    assert.equal(await journal.recall("model"), undefined);
    await journal.remember("model", "gemma:2b");
    await journal.remember("model", { name: "phi3", sizes: [1, 2] });
    assert.deepEqual(await journal.recall("model"), { name: "phi3", sizes: [1, 2] });
    assert.equal(await journal.recall("other"), undefined);
  });
}
