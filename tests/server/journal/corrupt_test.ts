import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { to } from "./append_suite.ts";
import { user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";

const TIME = Date.UTC(2026, 1, 3, 4, 5, 6, 7);
const KEPT = "parley.db.corrupt-20260203T040506Z";

function overwrite(path: string, { at, length }: { at: number; length: number }) {
  const file = Deno.openSync(path, { write: true });
  file.seekSync(at, Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(length).fill(255));
  file.close();
}

function pageOf(path: string, table: string): number {
  const db = new DatabaseSync(path);
  const page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.rootpage;
  db.close();
  return (Number(page) - 1) * 4096;
}

const damages: [string, (path: string) => void][] = [
  ["its header is broken", (path) => overwrite(path, { at: 0, length: 100 })],
  ["its schema is broken", (path) => overwrite(path, { at: 100, length: 3996 })],
  ["it is something else", (path) => Deno.writeTextFileSync(path, "hello ".repeat(1000))],
  [
    "a table is broken that is needed at once",
    (path) => overwrite(path, { at: pageOf(path, "unended"), length: 4096 }),
  ],
];
for (const [what, damage] of damages) {
  Deno.test(`fault 32: openSqliteJournal() keeps a file and begins anew when ${what}`, async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "parley.db");
    {
      await using journal = openSqliteJournal(path);
      await journal.append(to("c", user("u")));
    }
    damage(path);
    const bytes = Deno.readFileSync(path);
    Deno.writeTextFileSync(`${path}-wal`, "the log");
    assert.throws(() => openSqliteJournal(path), { name: "JournalError", message: /damaged/ });
    const kept = join(folder.path, KEPT);
    const said: string[] = [];
    {
      await using journal = openSqliteJournal(path, {
        now: () => TIME,
        onCorrupt: (sentence) => said.push(sentence),
      });
      assert.deepEqual(await journal.list("me"), []);
      await journal.append(to("c", user("u")));
    }
    const sentence = `The database ${path} is damaged. It is kept as ${kept}; ` +
      "an empty one takes its place.";
    assert.deepEqual(said, [sentence]);
    assert.deepEqual(Deno.readFileSync(kept), bytes);
    await using journal = openSqliteJournal(path, { onCorrupt: (sentence) => said.push(sentence) });
    assert.equal((await journal.list("me")).length, 1);
    assert.equal(said.length, 1);
  });
}

Deno.test("openSqliteJournal() keeps what was kept before, and the logs beside it", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  Deno.writeTextFileSync(join(folder.path, `${KEPT}-wal`), "older");
  Deno.writeTextFileSync(path, "hello ".repeat(1000));
  await using _journal = openSqliteJournal(path, { now: () => TIME, onCorrupt: () => {} });
  assert.equal(Deno.readTextFileSync(join(folder.path, `${KEPT}-wal`)), "older");
  assert.match(Deno.readTextFileSync(join(folder.path, `${KEPT}-2`)), /^hello/);
});

Deno.test("openSqliteJournal() leaves alone what is not damaged but not its own", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const db = new DatabaseSync(path);
  db.exec("CREATE TABLE t (x)");
  db.close();
  const onCorrupt = () => assert.fail("it was called damaged");
  assert.throws(() => openSqliteJournal(path, { onCorrupt }), /not one of Parley's/);
});
