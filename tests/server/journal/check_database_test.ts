import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { backupDatabase } from "../../../server/journal/backup_database.ts";
import { findingsInDatabase } from "../../../server/journal/check_database.ts";
import { searchFile } from "../../../server/journal/search_file.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { seqs, to } from "./append_suite.ts";
import { ai, token, typing, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";
import { perform, play } from "./property_suite.ts";

const check = (path: string) => [...findingsInDatabase(path)];

Deno.test("findingsInDatabase() finds nothing in what any server leaves, also while it runs", async () => {
  await fc.assert(
    fc.asyncProperty(play, async (script) => {
      using folder = temporaryFolder();
      const path = join(folder.path, "parley.db");
      {
        await using journal = openSqliteJournal(path);
        await perform(script, journal);
        assert.deepEqual(check(path), []);
        await journal.append(to("conversation 0", { type: "deleted" }));
        assert.deepEqual(check(path), []);
        await journal.erase("conversation 0");
        assert.deepEqual(check(path), []);
      }
      assert.deepEqual(check(path), []);
    }),
    { numRuns: 20 },
  );
});

/** A database with a bit of everything in it. */
async function withDatabase(use: (path: string) => Promise<void> | void) {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  {
    await using journal = openSqliteJournal(path);
    await journal.append(to("c", user("u"), typing("a"), token("a"), ai("a")));
    await journal.append(to("c", { type: "title", message: "Larches" }));
    await journal.append(to("d", user("u"), typing("a"), token("a")));
    await journal.append(to("gone", user("u")));
    await journal.erase("gone");
  }
  await use(path);
}

const c = "(SELECT n FROM conversations WHERE id = 'c')";
const tampers: [string, string, RegExp][] = [
  [
    "a row that is missing",
    `DELETE FROM rows WHERE conversation = ${c} AND seq = 4`,
    /^end .*no end/,
  ],
  ["a row of no JSON", "UPDATE rows SET body = '{' WHERE seq = 1", /^integrity .*no JSON/],
  ["a name that is missing", "DELETE FROM names WHERE id = 'u'", /^names c Row 1 is not found/],
  ["a name too many", `INSERT INTO names VALUES (${c}, 'x', 1)`, /^names c Row 1 does not have/],
  ["another title", "UPDATE conversations SET title = 'Oaks' WHERE id = 'c'", /^title c /],
  [
    "a part of no image",
    "INSERT INTO blob_parts (blob, bytes) VALUES (9, x'00')",
    /^images - 1 rows of images/,
  ],
  ["another model", "UPDATE conversations SET model = 'other' WHERE id = 'c'", /^model c /],
  [
    "a deletion of which no row speaks",
    "UPDATE conversations SET deleted = 1 WHERE id = 'c'",
    /^deleted c /,
  ],
  [
    "an answer that is said to run",
    `INSERT INTO unended (conversation, id) VALUES (${c}, 'a')`,
    /^end c /,
  ],
  ["a running answer that is forgotten", "DELETE FROM unended", /^end d .*has no end/],
  [
    "what is left of an erased conversation",
    "INSERT INTO names SELECT n, 'x', 1 FROM conversations WHERE id = 'gone'",
    /^erased gone /,
  ],
  [
    "rows of no conversation",
    "DELETE FROM conversations WHERE id = 'c'",
    /^orphans - 4 rows of the table rows/,
  ],
];
for (const [what, sql, expected] of tampers) {
  Deno.test(`findingsInDatabase() finds ${what}`, () =>
    withDatabase((path) => {
      assert.deepEqual(check(path), []);
      const db = new DatabaseSync(path);
      db.exec(sql);
      db.close();
      const said = check(path)
        .map(({ rule, conversation = "-", message }) => `${rule} ${conversation} ${message}`);
      assert.ok(said.some((line) => expected.test(line)), said.join("\n"));
    }));
}

const misindexed: [string, (db: DatabaseSync, path: string) => void, RegExp][] = [
  [
    "a row too few",
    (db) =>
      db.prepare("INSERT INTO search (search, rowid, text) VALUES ('delete', 1, ?)")
        .run(`${user("u").message}\n\n`),
    /1 rows are not in the index/,
  ],
  [
    "a row too many",
    (db) => db.exec("INSERT INTO search (rowid, text) VALUES (2, 'xyz')"),
    /1 rows of the index/,
  ],
  [
    "damage",
    (db, path) => damage(db, { path, table: "search_data" }),
    /search The index is damaged/,
  ],
];
for (const [what, tamper, expected] of misindexed) {
  Deno.test(`findingsInDatabase() finds in the search index ${what}`, () =>
    withDatabase(async (path) => {
      {
        await using journal = openSqliteJournal(path);
        assert.equal((await journal.search("me", "hello")).length, 2);
      }
      assert.deepEqual(check(path), []);
      const db = new DatabaseSync(searchFile(path));
      tamper(db, searchFile(path));
      if (db.isOpen) db.close();
      const said = check(path).map(({ rule, message }) => `${rule} ${message}`);
      assert.ok(said.some((line) => expected.test(line)), said.join("\n"));
    }));
}

/** Writes over a table's first page, and closes the database before. */
function damage(db: DatabaseSync, { path, table }: { path: string; table: string }) {
  const page = Number(
    db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.rootpage,
  );
  db.close();
  const file = Deno.openSync(path, { write: true });
  file.seekSync((page - 1) * 4096, Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(4096).fill(255));
  file.close();
}

Deno.test("findingsInDatabase() does not miss in the search index what was erased while it looked", () =>
  withDatabase(async (path) => {
    await using journal = openSqliteJournal(path);
    assert.equal((await journal.search("me", "hello")).length, 2);
    using db = new DatabaseSync(path);
    db.exec("INSERT INTO names (conversation, id, seq) VALUES (999, 'x', 1)");
    const findings = findingsInDatabase(path)[Symbol.iterator]();
    const rules = [findings.next().value?.rule];
    await journal.erase("c");
    for (let next; !(next = findings.next()).done;) rules.push(next.value.rule);
    assert.deepEqual(rules, ["orphans"]);
  }));

Deno.test("findingsInDatabase() tells of damage, and of what is beyond it", () =>
  withDatabase((path) => {
    const db = new DatabaseSync(path);
    db.exec("UPDATE conversations SET deleted = 1, erased = 0 WHERE id = 'gone'");
    damage(db, { path, table: "rows" });
    const found = check(path);
    assert.ok(found.some(({ rule, conversation }) => rule === "integrity" && !conversation));
    assert.ok(found.some(({ rule, conversation }) => rule === "integrity" && conversation === "d"));
  }));

Deno.test("findingsInDatabase() throws a plain sentence when there is nothing to look at", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  assert.throws(() => check(path), { message: `There is no database ${path}.` });
  Deno.copyFileSync(new URL("../../data/journal_v1.db", import.meta.url), path);
  assert.throws(() => check(path), {
    message:
      `The database ${path} cannot be read: an older Parley wrote it: start this one on it first.`,
  });
  await openSqliteJournal(path)[Symbol.asyncDispose]();
  assert.deepEqual(check(path), []);
  Deno.writeTextFileSync(join(folder.path, "text"), "hello ".repeat(1000));
  assert.throws(() => check(join(folder.path, "text")), /is no database\.$/);
});

Deno.test("backupDatabase() copies one moment of a database that is written to", async () => {
  using folder = temporaryFolder();
  const [path, copy] = [join(folder.path, "parley.db"), join(folder.path, "copy.db")];
  await using journal = openSqliteJournal(path);
  await journal.append(to("c", user("u"), typing("a"), token("a")));
  const copied = backupDatabase(path, copy);
  await journal.append(to("c", ai("a"), user("v", { message: "x".repeat(100_000) })));
  await copied;
  await journal.append(to("d", user("u")));
  assert.deepEqual(check(copy), []);
  if (Deno.build.os !== "windows") assert.equal((Deno.statSync(copy).mode ?? 0) & 0o777, 0o600);
  await using again = openSqliteJournal(copy);
  assert.deepEqual(await seqs(again, "c"), [1, 2, 3]);
  assert.equal(await again.summary("d"), undefined);
});

Deno.test("backupDatabase() writes over nothing, and leaves nothing where it fails", async () => {
  using folder = temporaryFolder();
  const [path, copy] = [join(folder.path, "parley.db"), join(folder.path, "copy.db")];
  await assert.rejects(backupDatabase(path, copy), { message: `There is no database ${path}.` });
  await openSqliteJournal(path)[Symbol.asyncDispose]();
  Deno.writeTextFileSync(copy, "mine");
  await assert.rejects(backupDatabase(path, copy), {
    name: "JournalError",
    message: `Cannot write ${copy}: a file of that name is in the way.`,
  });
  assert.equal(Deno.readTextFileSync(copy), "mine");
  await assert.rejects(backupDatabase(path, path), /in the way/);
  await assert.rejects(backupDatabase(path, join(folder.path, "nowhere", "copy.db")), {
    message: /a part of that path does not exist\.$/,
  });
});

Deno.test("findingsInDatabase() takes a title that was made when quoted files were words of it", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  {
    await using journal = openSqliteJournal(path);
    const message = "What is this?\n\nFile: a.txt (1 bytes)\n```txt\na\n```";
    await journal.append(to("c", user("u", { message })));
  }
  const retitle = (title: string) => {
    using database = new DatabaseSync(path);
    database.prepare("UPDATE conversations SET title = ?").run(title);
  };
  retitle("What is this? File: a.txt (1 bytes) ```txt a ```");
  assert.deepEqual(check(path), []);
  retitle("What is this? File:");
  assert.match(check(path).map(({ rule }) => rule).join(), /title/);
});
