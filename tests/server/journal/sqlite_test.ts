import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { openDatabase } from "../../../server/journal/open_database.ts";
import { findingsInRows } from "../../../server/journal/invariants.ts";
import { endsAnswer, isWrite } from "../../../server/journal/rows.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { adoption, adoptSuite } from "./adopt_suite.ts";
import { appendSuite, seqs, to } from "./append_suite.ts";
import { ai, token, typing, user } from "./drafts.ts";
import { blobSuite } from "./blob_suite.ts";
import { eraseSuite } from "./erase_suite.ts";
import { onSlowDisk } from "./slow_disk.ts";
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
  await using t = onSlowDisk();
  const lasting = t.append("lasting", { ...to("c", user("u"), typing("a")), durable: true });
  await t.append("of another", to("d", user("u")));
  assert.deepEqual(t.told, ["of another"]);
  assert.equal(t.syncs.length, 1);
  t.syncs[0].resolve();
  await lasting;
  assert.deepEqual(t.told, ["of another", "lasting"]);
  await t.append("token", to("c", token("a")));
  assert.equal(t.syncs.length, 1);
});

Deno.test("openSqliteJournal() tells the rows of a conversation in their order, whatever each waits for", async () => {
  await using t = onSlowDisk();
  await t.journal.append(to("c", user("u"), typing("a"), typing("b")));
  const all = [
    t.append("1", to("c", token("a"))),
    t.append("2", { ...to("c", ai("a")), durable: true }),
    t.append("3", to("c", token("b"))),
  ];
  await t.committed();
  all.push(
    t.append("4", { ...to("c", ai("b")), durable: true }),
    t.append("5", to("c", user("v"))),
  );
  await t.committed();
  assert.deepEqual(t.told, ["1"]);
  t.syncs[0].resolve();
  await all[2];
  await t.committed();
  assert.deepEqual(t.told, ["1", "2", "3"]);
  t.syncs[1].resolve();
  await Promise.all(all);
  assert.deepEqual(t.told, ["1", "2", "3", "4", "5"]);
});

Deno.test("openSqliteJournal() reads nothing of a conversation that is not told yet", async () => {
  await using t = onSlowDisk();
  const lasting = t.append("told", { ...to("c", user("u")), durable: true });
  await t.committed();
  const read = t.journal.since("c", 0).then(({ rows }) => t.told.push(`${rows.length} read`));
  const known = t.journal.summary("c").then((summary) => t.told.push(`${summary?.top} known`));
  assert.equal((await t.journal.since("another", 0)).rows.length, 1);
  t.syncs[0].resolve();
  await Promise.all([lasting, read, known]);
  assert.deepEqual(t.told.sort(), ["1 known", "1 read", "told"]);
});

Deno.test("fault 29: openSqliteJournal() saves nothing any more once the disk has lost something", async () => {
  await using t = onSlowDisk();
  await t.journal.append(to("whole", user("u")));
  await t.fail();
  const reason = { fault: "storage", message: /the disk failed; nothing can be saved until/ };
  const { journal } = t;
  await assert.rejects(journal.append(to("d", user("u"))), reason);
  await assert.rejects(journal.adopt(adoption("e")), reason);
  await assert.rejects(journal.remember("model", "phi3"), reason);
  await assert.rejects(journal.erase("whole"), reason);
  await assert.rejects(
    journal.blobs.keep("me", "f".repeat(64), { type: "image/png", bytes: new Uint8Array(3) }),
    reason,
  );
  assert.equal(await journal.summary("d"), undefined);
  await assert.rejects(journal.since("lost", 0), reason);
  assert.equal((await journal.since("whole", 0)).rows.length, 1);
});

Deno.test("openSqliteJournal() waits for its disk before it is closed", async () => {
  using folder = temporaryFolder();
  const journal = openSqliteJournal(join(folder.path, "parley.db"));
  const lasting = journal.append({ ...to("c", user("u")), durable: true });
  await journal[Symbol.asyncDispose]();
  assert.equal((await lasting).length, 1);
});

Deno.test("openSqliteJournal() follows a link to its database, and may be closed twice", async () => {
  using folder = temporaryFolder();
  const [real, link] = [join(folder.path, "real.db"), join(folder.path, "link.db")];
  await openSqliteJournal(real)[Symbol.asyncDispose]();
  Deno.symlinkSync(real, link);
  const journal = openSqliteJournal(link);
  await journal.append({ ...to("c", user("u")), durable: true });
  await journal[Symbol.asyncDispose]();
  await journal[Symbol.asyncDispose]();
});

Deno.test("openSqliteJournal() does without a write-ahead log where there can be none", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"), {
    open(path) {
      const db = openDatabase(path);
      db.exec("PRAGMA journal_mode = DELETE");
      return db;
    },
  });
  await journal.append({ ...to("c", user("u")), durable: true });
  assert.deepEqual(await seqs(journal, "c"), [1]);
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
