import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { findingsInDatabase } from "../../../server/journal/check_database.ts";
import type { Journal } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { searchFile } from "../../../server/journal/search_file.ts";
import { searchHere } from "../../../server/journal/search_here.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { to } from "./append_suite.ts";
import { user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";
import { found } from "./search_suite.ts";

const say = (journal: Journal, conversation: string, message: string) =>
  journal.append(to(conversation, user("u", { message })));

/** A folder with a journal in which something was said and found. */
async function withIndex() {
  const folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  {
    await using journal = openSqliteJournal(path);
    await say(journal, "c", "a harbour");
    assert.deepEqual(await found(journal, "harbour"), ["c u"]);
  }
  return { path, index: searchFile(path), [Symbol.dispose]: folder[Symbol.dispose] };
}

Deno.test("the search index is a file for its owner alone, and made by the first search", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  await using journal = openSqliteJournal(path);
  await say(journal, "c", "a harbour");
  assert.throws(() => Deno.statSync(searchFile(path)), Deno.errors.NotFound);
  await journal.search("me", "harbour");
  if (Deno.build.os === "windows") return;
  for (const end of ["", "-wal", "-shm"]) {
    assert.equal((Deno.statSync(searchFile(path) + end).mode ?? 0) & 0o777, 0o600, end);
  }
});

Deno.test("the search index is made anew when it is no database, or gone", async () => {
  using file = await withIndex();
  for (
    const spoil of [
      () => Deno.writeTextFileSync(file.index, "hello ".repeat(2000)),
      () => Deno.removeSync(file.index),
      () => Deno.writeTextFileSync(file.index, ""),
    ]
  ) {
    spoil();
    await using journal = openSqliteJournal(file.path);
    assert.deepEqual(await found(journal, "harbour"), ["c u"]);
  }
});

Deno.test("the search index is made anew when it is damaged while it is used", async () => {
  using file = await withIndex();
  {
    const bytes = Deno.readFileSync(file.index);
    bytes.fill(255, 4096);
    Deno.writeFileSync(file.index, bytes);
  }
  await using journal = openSqliteJournal(file.path);
  assert.deepEqual(await found(journal, "harbour"), ["c u"]);
});

Deno.test("fault 31: the search index is made anew when an older copy of the database is put back", async () => {
  using file = await withIndex();
  const older = Deno.readFileSync(file.path);
  {
    await using journal = openSqliteJournal(file.path);
    await say(journal, "d", "a lighthouse");
    assert.deepEqual(await found(journal, "lighthouse"), ["d u"]);
  }
  Deno.writeFileSync(file.path, older);
  await using journal = openSqliteJournal(file.path);
  await say(journal, "e", "a ferry");
  assert.deepEqual(await found(journal, "lighthouse"), []);
  assert.deepEqual(await found(journal, "ferry"), ["e u"]);
  assert.deepEqual(await found(journal, "harbour"), ["c u"]);
});

Deno.test("the search index that can take in nothing finds what it has, and says so once", async () => {
  using file = await withIndex();
  const told: string[] = [];
  await using journal = openSqliteJournal(file.path, { onUnindexed: (why) => told.push(why) });
  assert.deepEqual(await found(journal, "harbour"), ["c u"]);
  using other = new DatabaseSync(file.index);
  const spoil = () =>
    other.exec(`CREATE TRIGGER refuse BEFORE INSERT ON mark
      BEGIN SELECT raise(ABORT, 'not the lighthouse'); END`);
  spoil();
  await say(journal, "d", "a lighthouse");
  for (let time = 0; time < 2; time++) {
    assert.deepEqual(await found(journal, "lighthouse"), []);
    assert.deepEqual(await found(journal, "harbour"), ["c u"]);
  }
  assert.deepEqual(told, ["Cannot index as the database did not do it"]);
  other.exec("DROP TRIGGER refuse");
  assert.deepEqual(await found(journal, "lighthouse"), ["d u"]);
  spoil();
  await say(journal, "e", "a ferry");
  assert.deepEqual(await found(journal, "ferry"), []);
  assert.equal(told.length, 2);
});

Deno.test("the search index takes in by itself what is much", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  await using journal = openSqliteJournal(path);
  const rows = Array.from({ length: 250 }, (_, n) => user(`u${n}`));
  await journal.append(to("c", ...rows));
  assert.ok(Deno.statSync(searchFile(path)).isFile);
});

Deno.test("the search index finds what the journal in memory finds, whatever was erased meanwhile", async () => {
  const ids = ["a", "b", "c", "d"];
  const step = fc.oneof(
    fc.record({
      say: fc.constantFrom("a harbour", "the ferry", "a lighthouse"),
      in: fc.constantFrom(...ids),
    }),
    fc.record({ title: fc.constantFrom("harbour", "ferry"), in: fc.constantFrom(...ids) }),
    fc.record({ erase: fc.constantFrom(...ids) }),
    fc.record({ search: fc.constantFrom("harbour", "ferry", "light", "a") }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      using folder = temporaryFolder();
      const path = join(folder.path, "parley.db");
      await using sqlite = openSqliteJournal(path);
      await using memory = createMemoryJournal();
      const both = [sqlite, memory];
      for (const [n, step] of steps.entries()) {
        if ("erase" in step) { for (const journal of both) await journal.erase(step.erase); }
        else if ("search" in step) {
          assert.deepEqual(await found(sqlite, step.search), await found(memory, step.search));
        } else {
          const row = "say" in step
            ? user(`u${n}`, { message: step.say })
            : { type: "title" as const, message: step.title };
          for (const journal of both) {
            if (!(await journal.summary(step.in))?.erased) await journal.append(to(step.in, row));
          }
        }
        assert.deepEqual([...findingsInDatabase(path)], []);
      }
    }),
    { numRuns: 40 },
  );
});

/** Paths of what this process holds open; other tests open and close files meanwhile. */
function filesOpen(): string[] {
  return [...Deno.readDirSync("/proc/self/fd")].flatMap(({ name }) => {
    try {
      return [Deno.readLinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });
}

Deno.test(
  "searchHere() holds no file open after a search for which the index could not be opened",
  {
    ignore: Deno.build.os !== "linux",
  },
  async () => {
    using file = await withIndex();
    Deno.removeSync(file.index);
    Deno.mkdirSync(file.index);
    await using searcher = searchHere(file.path);
    const open = () => filesOpen().filter((path) => path.startsWith(file.path)).length;
    const before = open();
    for (let time = 0; time < 5; time++) {
      await assert.rejects(searcher.search("me", "harbour"), { name: "JournalError" });
    }
    assert.equal(open(), before);
    Deno.removeSync(file.index);
    assert.equal((await searcher.search("me", "harbour")).hits.length, 1);
  },
);
