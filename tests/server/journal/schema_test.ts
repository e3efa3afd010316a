import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { migrate } from "../../../server/journal/schema.ts";

const [first, second] = ["CREATE TABLE a (x)", "CREATE TABLE b (x); INSERT INTO b SELECT x FROM a"];

function database(): DatabaseSync & Disposable {
  return new DatabaseSync(":memory:");
}

function version(db: DatabaseSync): unknown {
  return db.prepare("PRAGMA user_version").get()?.user_version;
}

Deno.test("migrate() takes the steps that an older file lacks, in order", () => {
  using db = database();
  migrate(db, { migrations: [first] });
  assert.equal(version(db), 1);
  db.exec("INSERT INTO a VALUES ('kept')");
  migrate(db, { migrations: [first, second] });
  assert.equal(version(db), 2);
  assert.equal(db.prepare("SELECT x FROM b").get()?.x, "kept");
  migrate(db, { migrations: [first, second] });
  assert.equal(version(db), 2);
});

Deno.test("migrate() leaves a file as it was when a step fails", () => {
  using db = database();
  migrate(db, { migrations: [first] });
  assert.throws(() => migrate(db, { migrations: [first, "CREATE TABLE b (x); nonsense"] }));
  assert.equal(version(db), 1);
  assert.equal(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'b'").get(), undefined);
  migrate(db, { migrations: [first, second] });
  assert.equal(version(db), 2);
});

Deno.test("migrate() throws when a newer Parley wrote the file", () => {
  using db = database();
  migrate(db, { migrations: [first, second] });
  assert.throws(() => migrate(db, { migrations: [first] }), {
    name: "JournalError",
    message: /version 2 of the tables, this one knows 1/,
  });
});

Deno.test("migrate() makes every table STRICT", () => {
  using db = database();
  migrate(db);
  const tables = db.prepare("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
    .all();
  const loose = tables.filter(({ name, strict }) => !strict && !String(name).startsWith("sqlite_"));
  assert.deepEqual(loose, []);
});
