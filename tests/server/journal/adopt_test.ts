import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { findingsInDatabase } from "../../../server/journal/check_database.ts";
import type { Draft } from "../../../server/journal/rows.ts";
import { searchFile } from "../../../server/journal/search_file.ts";
import { adoption } from "./adopt_suite.ts";
import { seqs, to } from "./append_suite.ts";
import { ai, typing, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";
import { found } from "./search_suite.ts";

const LONG = 5000;

/** A conversation of many questions, as if it came from elsewhere. */
function long(conversation: string, ...more: Draft[]) {
  return adoption(conversation, ...Array.from({ length: LONG }, (_, n) => user(`u${n}`)), ...more);
}

Deno.test("openSqliteJournal().adopt() lets others append between its steps, and shows nothing by half", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  await using journal = openSqliteJournal(path);
  let over = false;
  const adopted = journal.adopt(long("c", { type: "title", message: "Larches" }))
    .then(() => over = true);
  await journal.append(to("d", user("u")));
  assert.equal(over, false);
  assert.deepEqual((await journal.list("me")).map(({ conversation }) => conversation), ["d"]);
  assert.deepEqual(await found(journal, "hello"), ["d u"]);
  assert.equal(await journal.summary("c"), undefined);
  assert.deepEqual(await seqs(journal, "c"), []);
  assert.deepEqual(await journal.deletedBefore(Infinity), [], "what is under way is left alone");
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
    const adopted = journal.adopt(long("c", typing("a", { parent: "u1" }), ai("a")));
    await journal.append(to("d", user("u")));
    for (const { name } of Deno.readDirSync(folder.path)) {
      Deno.copyFileSync(join(folder.path, name), join(copy.path, name));
    }
    await adopted;
  }
  await using journal = openSqliteJournal(join(copy.path, "parley.db"));
  assert.deepEqual(await journal.unended(), []);
  assert.deepEqual((await journal.list("me")).map(({ conversation }) => conversation), ["d"]);
  assert.deepEqual([...findingsInDatabase(join(copy.path, "parley.db"))], []);
  assert.equal(await journal.summary("c"), undefined);
  assert.deepEqual(await seqs(journal, "c"), []);
  const [left, ...others] = await journal.deletedBefore(1);
  assert.deepEqual(others, []);
  await journal.append(to("c", user("mine")));
  await journal.erase(left.conversation);
  assert.deepEqual(await journal.deletedBefore(Infinity), []);
  assert.deepEqual(await seqs(journal, "c"), [1], "what was said since is not part of it");
  assert.deepEqual([...findingsInDatabase(join(copy.path, "parley.db"))], []);
});

Deno.test("openSqliteJournal().adopt() stores nothing where its conversation begins meanwhile", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"));
  const adopted = assert.rejects(journal.adopt(long("c")), { fault: "conflict" });
  await journal.append(to("c", user("mine")));
  await adopted;
  assert.deepEqual(await seqs(journal, "c"), [1]);
  const [left] = await journal.deletedBefore(1);
  await journal.erase(left.conversation);
  assert.deepEqual(await found(journal, "hello"), ["c mine"]);
});

Deno.test("openSqliteJournal().adopt() lets the search index stay that took in some of it", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  {
    await using journal = openSqliteJournal(path);
    const adopted = journal.adopt(long("c"));
    await journal.search("me", "hello");
    await adopted;
  }
  const index = new DatabaseSync(searchFile(path));
  index.exec("CREATE TABLE witness (n)");
  index.close();
  await using journal = openSqliteJournal(path);
  await journal.search("me", "hello");
  using after = new DatabaseSync(searchFile(path), { readOnly: true });
  assert.ok(after.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'witness'").get());
});

Deno.test("openSqliteJournal().adopt() looks in one turn at no more rows than it stores", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"));
  const { rows, ...whose } = long(
    "c",
    ...Array.from({ length: 4 * LONG }, (_, n) => user(`v${n}`)),
  );
  const seen = new Set<number>();
  const watched = rows.map((row) =>
    new Proxy(row, {
      get(target, key) {
        seen.add(row.seq);
        return Reflect.get(target, key);
      },
    })
  );
  const adopted = journal.adopt({ ...whose, rows: watched });
  const atOnce = seen.size;
  await adopted;
  assert.ok(atOnce > 0 && atOnce < rows.length / 2, `${atOnce} of ${rows.length}`);
  assert.equal(seen.size, rows.length);
});
