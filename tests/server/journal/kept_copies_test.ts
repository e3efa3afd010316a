import assert from "node:assert/strict";
import { join } from "node:path";
import { findingsInDatabase } from "../../../server/journal/check_database.ts";
import {
  eraseInCopies,
  isNewer,
  keepCopy,
  newestCopy,
} from "../../../server/journal/kept_copies.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { adoption } from "./adopt_suite.ts";
import { seqs, to } from "./append_suite.ts";
import { user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";

function place() {
  const { path, [Symbol.dispose]: dispose } = temporaryFolder();
  return {
    database: join(path, "parley.db"),
    folder: join(path, "backups"),
    [Symbol.dispose]: dispose,
  };
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("keepCopy() keeps the newest ones, for their owner alone", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  assert.equal(newestCopy(folder, "2026-11-09"), undefined);
  for (const day of ["2026-11-09", "2026-11-10", "2026-12-01"]) {
    await journal.append(to(day, user("u")));
    await keepCopy(database, { folder, day, keep: 2 });
    assert.equal(newestCopy(folder, day), day);
    assert.equal(newestCopy(folder, "2026-12-09"), day);
  }
  assert.deepEqual(namesIn(folder), ["parley-2026-11-10.db", "parley-2026-12-01.db"]);
  const copy = join(folder, "parley-2026-12-01.db");
  assert.deepEqual([...findingsInDatabase(copy)], []);
  assert.equal(namesIn(folder).length, 2, "nothing is left beside it by who reads it");
  if (Deno.build.os === "windows") return;
  assert.equal((Deno.statSync(folder).mode ?? 0) & 0o777, 0o700);
  assert.equal((Deno.statSync(copy).mode ?? 0) & 0o777, 0o600);
});

Deno.test("keepCopy() takes the place of one that was not finished, and says what is in the way", async () => {
  using at = place();
  const { database, folder } = at;
  await openSqliteJournal(database)[Symbol.asyncDispose]();
  Deno.mkdirSync(folder);
  Deno.writeTextFileSync(join(folder, "parley-2026-11-09.db.unfinished"), "half");
  await keepCopy(database, { folder, day: "2026-11-09", keep: 1 });
  assert.deepEqual(namesIn(folder), ["parley-2026-11-09.db"]);
  await assert.rejects(keepCopy(`${database}x`, { folder, day: "2026-11-10", keep: 1 }), {
    name: "JournalError",
    message: `There is no database ${database}x.`,
  });
  assert.deepEqual(namesIn(folder), ["parley-2026-11-09.db"]);
});

Deno.test("eraseInCopies() leaves no trace of what was erased, and each copy as old as it was", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  await journal.append(to("c", user("u", { message: "kwyjibo" })));
  await journal.append(to("d", user("u")));
  for (const day of ["2026-11-09", "2026-11-10"]) {
    await keepCopy(database, { folder, day, keep: 7 });
    Deno.utimeSync(join(folder, `parley-${day}.db`), 1000, 1000);
  }
  assert.deepEqual(await eraseInCopies(database, folder), []);
  await journal.erase("c");
  assert.deepEqual(await eraseInCopies(database, folder), []);
  assert.ok(isNewer(database, { folder, day: "2026-11-10" }));
  assert.deepEqual(namesIn(folder), ["parley-2026-11-09.db", "parley-2026-11-10.db"]);
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    assert.deepEqual([...findingsInDatabase(path)], []);
    const text = new TextDecoder("latin1").decode(Deno.readFileSync(path));
    assert.ok(!text.includes("kwyjibo"), name);
    assert.equal(Deno.statSync(path).mtime?.getTime(), 1_000_000);
    await using copy = openSqliteJournal(path);
    assert.deepEqual(await seqs(copy, "d"), [1]);
    assert.equal((await copy.summary("c"))?.erased, true);
  }
  assert.deepEqual(namesIn(folder), ["parley-2026-11-09.db", "parley-2026-11-10.db"]);
});

/** So much that it is not erased in one go. */
const LONG = Array.from({ length: 3000 }, (_, n) => user(`u${n}`, { message: "kwyjibo" }));

const hasText = (folder: string, day: string) =>
  Deno.readTextFileSync(join(folder, `parley-${day}.db`)).includes("kwyjibo");

Deno.test("eraseInCopies() leaves no trace in a copy that was made while a conversation was erased", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  await journal.append(to("c", ...LONG));
  const erased = journal.erase("c");
  await journal.append(to("d", user("u")));
  const day = "2026-11-10";
  await keepCopy(database, { folder, day, keep: 7 });
  await erased;
  assert.ok(hasText(folder, day), "it was copied when half of it was gone");
  assert.deepEqual(await eraseInCopies(database, folder), []);
  assert.ok(!hasText(folder, day));
  assert.deepEqual([...findingsInDatabase(join(folder, `parley-${day}.db`))], []);
});

Deno.test("eraseInCopies() finishes what it did not come to the end of", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  await journal.append(to("c", ...LONG));
  const day = "2026-11-10";
  await keepCopy(database, { folder, day, keep: 7 });
  await journal.erase("c");
  const copy = openSqliteJournal(join(folder, `parley-${day}.db`));
  const cut = assert.rejects(copy.erase("c"), { fault: "storage" });
  await copy[Symbol.asyncDispose]();
  await cut;
  assert.ok(hasText(folder, day));
  assert.deepEqual(await eraseInCopies(database, folder), []);
  assert.ok(!hasText(folder, day));
});

Deno.test("eraseInCopies() leaves nothing of an import that was under way when the copy was made", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  const adopted = journal.adopt(adoption("c", ...LONG));
  await journal.append(to("d", user("u")));
  const day = "2026-11-10";
  await keepCopy(database, { folder, day, keep: 7 });
  await adopted;
  assert.ok(hasText(folder, day));
  assert.deepEqual(await eraseInCopies(database, folder), []);
  assert.ok(!hasText(folder, day));
});

Deno.test("eraseInCopies() leaves no image that no message of the copy shows", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  const hash = "a".repeat(64);
  const bytes = new TextEncoder().encode("kwyjibo");
  await journal.blobs.keep("me", hash, { type: "image/png", bytes });
  await journal.append(to("c", user("u", { images: [hash] })));
  await journal.blobs.keep("me", hash, { type: "image/png", bytes });
  const day = "2026-11-10";
  await keepCopy(database, { folder, day, keep: 7 });
  assert.deepEqual(await eraseInCopies(database, folder), []);
  assert.ok(hasText(folder, day), "a message shows it");
  await journal.erase("c");
  assert.deepEqual(await eraseInCopies(database, folder), []);
  assert.ok(!hasText(folder, day));
});

Deno.test("keepCopy() and eraseInCopies() remove what was not finished on any day", async () => {
  using at = place();
  const { database, folder } = at;
  await openSqliteJournal(database)[Symbol.asyncDispose]();
  Deno.mkdirSync(folder);
  const leave = () => {
    for (const end of ["", "-journal"]) {
      Deno.writeTextFileSync(join(folder, `parley-2026-11-09.db.unfinished${end}`), "kwyjibo");
    }
  };
  leave();
  await keepCopy(database, { folder, day: "2026-11-12", keep: 1 });
  assert.deepEqual(namesIn(folder), ["parley-2026-11-12.db"]);
  leave();
  assert.deepEqual(await eraseInCopies(database, folder), []);
  assert.deepEqual(namesIn(folder), ["parley-2026-11-12.db"]);
});

Deno.test("keepCopy() removes an old copy with what SQLite left beside it", async () => {
  using at = place();
  const { database, folder } = at;
  await openSqliteJournal(database)[Symbol.asyncDispose]();
  await keepCopy(database, { folder, day: "2026-11-09", keep: 1 });
  Deno.writeTextFileSync(join(folder, "parley-2026-11-09.db-wal"), "kwyjibo");
  await keepCopy(database, { folder, day: "2026-11-10", keep: 1 });
  assert.deepEqual(namesIn(folder), ["parley-2026-11-10.db"]);
});

Deno.test("eraseInCopies() names a copy that it cannot read, and goes on", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  await journal.append(to("c", user("u", { message: "kwyjibo" })));
  await keepCopy(database, { folder, day: "2026-11-10", keep: 7 });
  Deno.writeTextFileSync(join(folder, "parley-2026-11-09.db"), "hello ".repeat(1000));
  await journal.erase("c");
  const faults = await eraseInCopies(database, folder);
  assert.equal(faults.length, 1);
  assert.match(faults[0], /parley-2026-11-09\.db: .* is no database/);
  const copy = Deno.readTextFileSync(join(folder, "parley-2026-11-10.db"));
  assert.ok(!copy.includes("kwyjibo"));
});

Deno.test("isNewer() tells of what was written while the copy was made", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  await journal.append(to("c", user("u")));
  const write = (time: number) => {
    for (const end of ["", "-wal"]) Deno.utimeSync(database + end, time, time);
  };
  write(1000);
  const day = "2026-11-10";
  await keepCopy(database, { folder, day, keep: 1 });
  assert.equal(isNewer(database, { folder, day }), false);
  // Long before the copy was finished, and after what is in it.
  write(1001);
  assert.equal(isNewer(database, { folder, day }), true);
});

Deno.test("isNewer() is not misled by a database that was written to while the clock went wrong", async () => {
  using at = place();
  const { database, folder } = at;
  await using journal = openSqliteJournal(database);
  await journal.append(to("c", user("u")));
  Deno.utimeSync(`${database}-wal`, 4e9, 4e9);
  const day = "2026-11-10";
  await keepCopy(database, { folder, day, keep: 1 });
  Deno.utimeSync(`${database}-wal`, new Date(), new Date(Date.now() + 5_000));
  assert.equal(isNewer(database, { folder, day }), true);
});

Deno.test("keepCopy() counts copies of days that have not come as the oldest", async () => {
  using at = place();
  const { database, folder } = at;
  await openSqliteJournal(database)[Symbol.asyncDispose]();
  for (const day of ["2030-01-01", "2030-01-02", "2026-11-09"]) {
    await keepCopy(database, { folder, day, keep: 3 });
  }
  assert.equal(newestCopy(folder, "2026-11-10"), "2026-11-09");
  await keepCopy(database, { folder, day: "2026-11-10", keep: 3 });
  assert.deepEqual(namesIn(folder), [
    "parley-2026-11-09.db",
    "parley-2026-11-10.db",
    "parley-2030-01-02.db",
  ]);
  await keepCopy(database, { folder, day: "2026-11-11", keep: 1 });
  assert.deepEqual(namesIn(folder), ["parley-2026-11-11.db"]);
});
