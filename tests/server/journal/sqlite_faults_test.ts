import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../../../server/journal/open_database.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { findingsInDatabase } from "../../../server/journal/check_database.ts";
import { adoption } from "./adopt_suite.ts";
import { seqs, to } from "./append_suite.ts";
import { ai, token, typing, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";

/** A journal whose database the test can put into trouble. */
function troubled() {
  const folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const db = openDatabase(path);
  const journal = openSqliteJournal(path, { open: () => db });
  return {
    path,
    db,
    journal,
    async [Symbol.asyncDispose]() {
      await journal[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

Deno.test("fault 29: append() rejects while the disk is full, and works after", async () => {
  await using at = troubled();
  const { journal, db } = at;
  await journal.append(to("c", user("u"), typing("a"), token("a")));
  db.exec("PRAGMA max_page_count = 1");
  const long = user("v", { message: "x".repeat(100_000) });
  const refused = await Promise.allSettled([
    journal.append(to("c", token("a"))),
    journal.append(to("c", ai("a"), long)),
    journal.append(to("new", user("u"))),
  ]);
  for (const outcome of refused) {
    assert.equal(outcome.status === "rejected" && outcome.reason.fault, "storage");
    assert.match(outcome.status === "rejected" ? outcome.reason.message : "", /the disk is full/);
    assert.ok(outcome.status === "rejected" && outcome.reason.cause instanceof Error);
  }
  assert.deepEqual(await seqs(journal, "c"), [1, 2, 3]);
  assert.equal(await journal.summary("new"), undefined);
  assert.equal((await journal.unended()).length, 1);
  db.exec("PRAGMA max_page_count = 1000000");
  const rows = await journal.append(to("c", token("a"), ai("a"), long));
  assert.deepEqual(rows.map(({ seq }) => seq), [4, 5, 6]);
  assert.equal(await journal.compact("c"), 2);
});

Deno.test("fault 29: append() rejects while another program holds the database", async () => {
  await using at = troubled();
  const { journal, path } = at;
  await journal.append(to("c", user("u"), typing("a")));
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const reason = { fault: "storage", message: /another program holds the database/ };
  await assert.rejects(journal.append(to("c", token("a"))), reason);
  await assert.rejects(journal.remember("model", "phi3"), reason);
  assert.deepEqual(await seqs(journal, "c"), [1, 2]);
  other.exec("ROLLBACK");
  other.close();
  const [{ seq }] = await journal.append(to("c", token("a")));
  assert.equal(seq, 3);
});

Deno.test("fault 29: append() rejects while the database is read-only", async () => {
  await using at = troubled();
  const { journal, db } = at;
  await journal.append(to("c", user("u"), typing("a"), token("a"), ai("a")));
  db.exec("PRAGMA query_only = ON");
  const reason = { fault: "storage", message: /the database cannot be written to/ };
  await assert.rejects(journal.append(to("c", user("v"))), reason);
  await assert.rejects(journal.compact("c"), reason);
  assert.deepEqual((await journal.summary("c"))?.top, 4);
  db.exec("PRAGMA query_only = OFF");
  const [{ seq }] = await journal.append(to("c", user("v")));
  assert.equal(seq, 5);
});

/** Lets the database grow by so many pages, and no more. */
function leaveRoom(db: DatabaseSync, pages: number) {
  const { page_count } = db.prepare("PRAGMA page_count").get() ?? {};
  db.exec(`PRAGMA max_page_count = ${Number(page_count) + pages}`);
}

const leaveAllRoom = (db: DatabaseSync) => db.exec("PRAGMA max_page_count = 1000000");

for (const pages of [3, 1_000]) {
  Deno.test(`fault 29: adopt() shows nothing of what had no room beyond ${pages} pages, and takes it once it has`, async () => {
    await using at = troubled();
    const { journal, db, path } = at;
    await journal.append(to("d", user("u"), { type: "deleted" }));
    const long = Array.from(
      { length: 60 },
      (_, n) => user(`u${n}`, { message: "x".repeat(100_000) }),
    );
    leaveRoom(db, pages);
    const full = { fault: "storage", message: /the disk is full/ };
    await assert.rejects(journal.adopt(adoption("c", ...long)), full);
    leaveAllRoom(db);
    assert.equal(await journal.summary("c"), undefined);
    assert.deepEqual(await seqs(journal, "c"), []);
    assert.deepEqual(await journal.list("me"), []);
    assert.deepEqual([...findingsInDatabase(path)], []);
    await journal.adopt(adoption("c", ...long));
    assert.equal((await journal.summary("c"))?.top, 60);
    for (const { conversation } of await journal.deletedBefore(Infinity)) {
      await journal.erase(conversation);
    }
    assert.deepEqual(await journal.deletedBefore(Infinity), []);
    assert.deepEqual((await seqs(journal, "c")).length, 60);
    assert.deepEqual([...findingsInDatabase(path)], []);
  });
}

Deno.test("deletedBefore() bears a conversation without any rows", async () => {
  await using at = troubled();
  const { journal, db } = at;
  await journal.append(to("d", user("u"), { type: "deleted" }));
  // As an earlier version left it, where an import had no room for the first row.
  db.exec(
    "INSERT INTO conversations (id, owner, title, titled, updated, deleted) VALUES ('c', 'me', '', 0, 0, 0)",
  );
  assert.equal((await journal.summary("c"))?.top, 0);
  const waiting = await journal.deletedBefore(Infinity);
  assert.deepEqual(waiting.map(({ conversation }) => conversation), ["c", "d"]);
  for (const { conversation } of waiting) await journal.erase(conversation);
  assert.deepEqual(await journal.deletedBefore(Infinity), []);
});

Deno.test("append() works again after a transaction that was left open", async () => {
  await using at = troubled();
  const { journal, db } = at;
  db.exec("BEGIN");
  const [{ seq }] = await journal.append(to("c", user("u")));
  assert.equal(seq, 1);
});

Deno.test("since() rejects where the database is damaged, and the rest goes on", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  {
    await using journal = openSqliteJournal(path);
    await journal.append(to("c", user("u", { message: "x".repeat(100_000) })));
    await journal.remember("model", "phi3");
  }
  const db = new DatabaseSync(path);
  const page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'rows'").get()?.rootpage;
  db.close();
  const file = Deno.openSync(path, { write: true });
  file.seekSync((Number(page) - 1) * 4096, Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(4096).fill(255));
  file.close();
  await using journal = openSqliteJournal(path);
  await assert.rejects(journal.since("c", 0), {
    name: "JournalError",
    fault: "storage",
    message: "Cannot read as the database is damaged",
  });
  assert.equal(await journal.recall("model"), "phi3");
});

const unusable: [string, (path: string) => void, RegExp][] = [
  ["no database", (path) => Deno.writeTextFileSync(path, "hello ".repeat(1000)), /no database/],
  ["another program's", (path) => useFor(path, "CREATE TABLE t (x)"), /not one of Parley's/],
  ["a newer Parley's", (path) => {
    openDatabase(path).close();
    useFor(path, "PRAGMA user_version = 99");
  }, /written by a newer Parley \(version 99 of the tables, this one knows \d+\)/],
  ["a folder", (path) => Deno.mkdirSync(path), /cannot be opened/],
];
for (const [what, make, message] of unusable) {
  Deno.test(`openSqliteJournal() throws and leaves the file alone when it is ${what}`, () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "parley.db");
    make(path);
    const { size, mtime } = Deno.statSync(path);
    const named = (error: Error) => error.message.includes(path) && message.test(error.message);
    assert.throws(() => openSqliteJournal(path), named);
    assert.deepEqual([Deno.statSync(path).size, Deno.statSync(path).mtime], [size, mtime]);
  });
}

Deno.test("openSqliteJournal() throws a plain sentence when its folder does not exist", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "nowhere", "parley.db");
  assert.throws(() => openSqliteJournal(path), {
    name: "JournalError",
    message: `The database ${path} cannot be used: a part of that path does not exist`,
  });
});

function useFor(path: string, sql: string) {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}
