import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { openDatabase } from "../../../server/journal/open_database.ts";
import { findingsInRows } from "../../../server/journal/invariants.ts";
import { endsAnswer, isWrite } from "../../../server/journal/rows.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { adoptSuite } from "./adopt_suite.ts";
import { appendSuite, seqs, to } from "./append_suite.ts";
import { ai, token, typing, user } from "./drafts.ts";
import { blobSuite } from "./blob_suite.ts";
import { eraseSuite } from "./erase_suite.ts";
import { openTemporarySqlite, temporaryFolder } from "./open_journals.ts";
import { perform, play, propertySuite } from "./property_suite.ts";
import { readSuite } from "./read_suite.ts";
import { searchSuite } from "./search_suite.ts";

appendSuite("openSqliteJournal()", openTemporarySqlite);
readSuite("openSqliteJournal()", openTemporarySqlite);
searchSuite("openSqliteJournal()", openTemporarySqlite);
eraseSuite("openSqliteJournal()", openTemporarySqlite);
propertySuite("openSqliteJournal()", openTemporarySqlite);
blobSuite("openSqliteJournal()", openTemporarySqlite);
adoptSuite("openSqliteJournal()", openTemporarySqlite);

Deno.test("openSqliteJournal() finds everything again but writes of ended answers", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  {
    await using journal = openSqliteJournal(path);
    await journal.append(to("c", user("u"), typing("a"), typing("b", { request: "x" })));
    await journal.append(to("d", user("u"), typing("z")));
    await journal.append(to("c", token("a"), token("b"), ai("a"), token("b")));
    await journal.remember("model", "gemma:2b");
  }
  await using journal = openSqliteJournal(path);
  assert.deepEqual(await seqs(journal, "c"), [1, 2, 3, 5, 6, 7]);
  const unended = (await journal.unended()).map(({ conversation, id, begun }) =>
    [conversation, id, begun].join(" ")
  );
  assert.deepEqual(unended, ["c b true", "d z false"]);
  assert.equal(await journal.recall("model"), "gemma:2b");
  assert.equal((await journal.summary("c"))?.top, 7);
  await assert.rejects(journal.append(to("c", token("a"))), { fault: "conflict" });
  const [{ seq }] = await journal.append(to("c", token("b")));
  assert.equal(seq, 8);
});

Deno.test("openSqliteJournal() finds what any portions and turns left behind", async () => {
  await fc.assert(
    fc.asyncProperty(play, async (script) => {
      using folder = temporaryFolder();
      const path = join(folder.path, "parley.db");
      const journal = openSqliteJournal(path);
      const { rows, kept } = await perform(script, journal);
      const unended = await journal.unended();
      await journal[Symbol.asyncDispose]();
      await using again = openSqliteJournal(path);
      assert.deepEqual(await again.unended(), unended);
      for (const conversation of rows.keys()) {
        const all = kept(conversation);
        const ended = new Set(all.filter(endsAnswer).map(({ id }) => id));
        const left = all.filter((row) => !(isWrite(row) && ended.has(row.id)));
        assert.deepEqual((await again.since(conversation, 0)).rows, left);
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("openSqliteJournal() numbers rows right beyond what it keeps in memory", async () => {
  await using journal = openTemporarySqlite();
  const all = Array.from({ length: 1100 }, (_, index) => `conversation ${index}`);
  const append = (id: string) =>
    Promise.all(all.map((conversation) => journal.append(to(conversation, user(id)))));
  await append("u");
  const rows = (await append("v")).flat();
  assert.deepEqual(rows.map(({ seq }) => seq), all.map(() => 2));
});

Deno.test("openSqliteJournal() keeps its files from other users", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"));
  await journal.append(to("c", user("u")));
  const files = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  assert.deepEqual(files.sort(), ["parley.db", "parley.db-shm", "parley.db-wal"]);
  if (Deno.build.os === "windows") return;
  for (const name of files) {
    assert.equal((Deno.statSync(join(folder.path, name)).mode ?? 0) & 0o777, 0o600, name);
  }
});

Deno.test("openSqliteJournal() waits for the disk only where rows must outlive a power cut", async () => {
  using folder = temporaryFolder();
  const pragmas: string[] = [];
  await using journal = openSqliteJournal(join(folder.path, "parley.db"), {
    open(path) {
      const db = openDatabase(path);
      const exec = db.exec.bind(db);
      db.exec = (sql) => {
        pragmas.push(sql);
        exec(sql);
      };
      return db;
    },
  });
  await journal.append({ ...to("c", user("u"), typing("a")), durable: true });
  await journal.append(to("c", token("a")));
  await journal.append(to("c", token("a")));
  await Promise.all([
    journal.append(to("c", token("a"))),
    journal.append({ ...to("c", ai("a")), durable: true }),
  ]);
  const [full, normal] = ["PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"];
  assert.deepEqual(pragmas, [full, normal, full]);
});

Deno.test("openSqliteJournal() leaves no trace of compacted writes in its files", async () => {
  using folder = temporaryFolder();
  const canary = "the canary sang";
  {
    await using journal = openSqliteJournal(join(folder.path, "parley.db"));
    await journal.append(to("c", user("u"), typing("a")));
    for (let n = 0; n < 200; n++) await journal.append(to("c", token("a", { message: canary })));
    await journal.append(to("c", ai("a")));
    assert.equal(await journal.compact("c"), 200);
  }
  for (const { name } of Deno.readDirSync(folder.path)) {
    const bytes = new TextDecoder("latin1").decode(Deno.readFileSync(join(folder.path, name)));
    assert.equal(bytes.includes(canary), false, name);
  }
});

Deno.test("fault 34: openSqliteJournal() keeps the order of rows though the clock jumps back", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  let time = 7_200_000;
  {
    await using journal = openSqliteJournal(path, { now: () => time });
    await journal.append(to("c", user("u"), typing("a"), token("a")));
    time -= 3_600_000;
    await journal.append(to("c", token("a", { offset: 5 }), ai("a")));
  }
  await using journal = openSqliteJournal(path, { now: () => time });
  const { rows } = await journal.since("c", 0);
  assert.deepEqual(rows.map(({ type }) => type), ["user", "typing", "ai"]);
  assert.deepEqual(findingsInRows(rows), []);
  const [{ seq }] = await journal.append(to("c", { type: "title", message: "Later" }));
  assert.equal(seq, 6);
});
