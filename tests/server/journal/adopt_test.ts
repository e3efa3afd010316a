import assert from "node:assert/strict";
import { join } from "node:path";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { findingsInDatabase } from "../../../server/journal/check_database.ts";
import type { Draft, Row } from "../../../server/journal/rows.ts";
import { seqs, to } from "./append_suite.ts";
import { ai, typing, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";
import { found } from "./search_suite.ts";

const LONG = 5000;

/** A conversation of many questions, as if it came from elsewhere. */
function adoption(conversation: string, ...more: Draft[]) {
  const all = [...Array.from({ length: LONG }, (_, n) => user(`u${n}`)), ...more];
  const rows: Row[] = all.map((row, at) => ({ ...row, conversation, seq: at + 1, time: 7 }));
  return { owner: "me", conversation, rows };
}

Deno.test("openSqliteJournal().adopt() lets others append between its steps, and shows nothing by half", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  await using journal = openSqliteJournal(path);
  let over = false;
  const adopted = journal.adopt(adoption("c", { type: "title", message: "Larches" }))
    .then(() => over = true);
  await journal.append(to("d", user("u")));
  assert.equal(over, false);
  assert.deepEqual((await journal.list("me")).map(({ conversation }) => conversation), ["d"]);
  assert.deepEqual(await found(journal, "hello"), ["d u"]);
  await adopted;
  assert.equal((await journal.summary("c"))?.title, "Larches");
  assert.equal((await journal.summary("c"))?.updated, 7);
  assert.deepEqual(await found(journal, "larches"), ["c -"]);
  assert.equal((await journal.search("me", "hello", { limit: 10_000 })).length, LONG + 1);
  assert.deepEqual([...findingsInDatabase(path)], []);
  await journal.append(to("c", user("next")));
  assert.equal((await seqs(journal, "c")).at(-1), LONG + 2);
});

Deno.test("openSqliteJournal().adopt() leaves what a crash cut to be erased", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  using copy = temporaryFolder();
  {
    await using journal = openSqliteJournal(path);
    const adopted = journal.adopt(adoption("c", typing("a", { parent: "u1" }), ai("a")));
    await journal.append(to("d", user("u")));
    for (const { name } of Deno.readDirSync(folder.path)) {
      Deno.copyFileSync(join(folder.path, name), join(copy.path, name));
    }
    await adopted;
  }
  await using journal = openSqliteJournal(join(copy.path, "parley.db"));
  assert.deepEqual(await journal.unended(), []);
  assert.deepEqual((await journal.list("me")).map(({ conversation }) => conversation), ["d"]);
  assert.deepEqual((await journal.deletedBefore(1)).map((one) => one.conversation), ["c"]);
  await journal.erase("c");
  assert.deepEqual([...findingsInDatabase(join(copy.path, "parley.db"))], []);
});

Deno.test("openSqliteJournal().adopt() refuses a conversation that is there, or was", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"));
  await journal.append(to("c", user("u")));
  const conflict = { name: "JournalError", fault: "conflict" };
  await assert.rejects(journal.adopt(adoption("c")), conflict);
  await journal.erase("c");
  await assert.rejects(journal.adopt(adoption("c")), conflict);
  await assert.rejects(journal.adopt(adoption("d", user("u1"))), conflict);
  assert.equal(await journal.summary("d"), undefined);
});
