import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { install } from "@sinonjs/fake-timers";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { seqs, to } from "./append_suite.ts";
import { ai, token, typing, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";
import { found } from "./search_suite.ts";

/** Threes of it would be found in an index that did not forget. */
const CANARY = "kwyjibo the canary sang xqzvbn";

/** Names of files in which some part of the canary stands. */
function traces(folder: string): string[] {
  const threes = ["kwy", "jib", "xqz", "vbn", CANARY.slice(0, 8)];
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => {
    const bytes = new TextDecoder("latin1").decode(Deno.readFileSync(join(folder, name)));
    return threes.some((three) => bytes.toLowerCase().includes(three));
  });
}

const canary = { ...ai("a"), message: `It is said that ${CANARY}.`.repeat(20) };

Deno.test("openSqliteJournal().erase() leaves no trace in any file of the folder", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"));
  for (const id of ["kept", "c"]) {
    const rows = Array.from(
      { length: 20 },
      (_, n) => user(`v${n}`, { message: `Hello ${n} there` }),
    );
    await journal.append(to(id, user("u"), typing("a"), token("a"), ...rows));
  }
  await journal.append(to("c", user(CANARY, { message: CANARY.toUpperCase() })));
  await journal.append(
    to("c", token("a", { message: CANARY }), { type: "title", message: CANARY }),
  );
  await journal.append(to("c", canary, { type: "deleted" }));
  assert.equal((await found(journal, "kwyjibo")).length, 0);
  await journal.append(to("c", { type: "restored" }));
  assert.equal((await found(journal, "kwyjibo")).length, 3);
  await journal.append(to("c", { type: "deleted" }));
  assert.deepEqual(traces(folder.path).map((name) => name.replace(/-.*/, "")).sort(), [
    "parley.db",
    "parley.search.db",
  ]);
  await journal.erase("c");
  assert.deepEqual(traces(folder.path), []);
  assert.deepEqual(await found(journal, "kwyjibo"), []);
  assert.equal((await found(journal, "there")).length, 20);
  assert.equal((await seqs(journal, "kept")).length, 23);
});

Deno.test("openSqliteJournal().erase() leaves no byte of an image that nobody else shows", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"));
  const bytes = new TextEncoder().encode(CANARY.repeat(100_000));
  const [mine, shared] = ["a".repeat(64), "b".repeat(64)];
  await journal.blobs.keep("me", mine, { type: "image/png", bytes });
  await journal.blobs.keep("me", shared, { type: "image/png", bytes: new Uint8Array(10) });
  await journal.append(to("c", user("u", { images: [mine, shared] })));
  await journal.append(to("d", user("u", { images: [shared] }), { type: "deleted" }));
  assert.notDeepEqual(traces(folder.path), []);
  await journal.erase("c");
  assert.deepEqual(traces(folder.path), []);
  assert.equal(await journal.blobs.get("me", mine), undefined);
  assert.equal((await journal.blobs.get("me", shared))?.bytes.length, 10);
  await journal.erase("d");
  assert.equal(await journal.blobs.get("me", shared), undefined);
});

Deno.test("openSqliteJournal().erase() of images is finished by the next start", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const hash = "a".repeat(64);
  {
    await using journal = openSqliteJournal(path);
    const bytes = new TextEncoder().encode(CANARY.repeat(100_000));
    await journal.blobs.keep("me", hash, { type: "image/png", bytes });
    await journal.append(to("c", user("u", { images: [hash] }), { type: "deleted" }));
  }
  const db = new DatabaseSync(path);
  // As far as it came before the process ended: its rows are gone, half of the image is not.
  db.exec(`
    PRAGMA secure_delete = ON;
    UPDATE conversations SET erased = 1;
    DELETE FROM rows; DELETE FROM names;
    UPDATE blobs SET whole = 0; DELETE FROM blob_parts WHERE n = 1`);
  db.close();
  await using journal = openSqliteJournal(path);
  const [waiting] = await journal.deletedBefore(Infinity);
  assert.equal(waiting.conversation, "c");
  await journal.erase("c");
  assert.deepEqual(await journal.deletedBefore(Infinity), []);
  assert.deepEqual(traces(folder.path), []);
});

Deno.test("openSqliteJournal().erase() lets others append between its steps", async () => {
  using folder = temporaryFolder();
  await using journal = openSqliteJournal(join(folder.path, "parley.db"));
  const rows = Array.from({ length: 5000 }, (_, n) => user(`u${n}`));
  await journal.append(to("c", ...rows));
  let over = false;
  const erased = journal.erase("c").then(() => over = true);
  await journal.append(to("d", user("u")));
  assert.equal(over, false);
  assert.deepEqual(await found(journal, "hello"), ["d u"]);
  await erased;
});

Deno.test("openSqliteJournal().erase() is finished by the next start", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const first = openSqliteJournal(path);
  await first.append(to("c", user("u", { message: CANARY }), user("v", { message: CANARY })));
  const cut = assert.rejects(first.erase("c"), { fault: "storage", message: /closed/ });
  await first[Symbol.asyncDispose]();
  await cut;
  await using journal = openSqliteJournal(path);
  assert.equal((await journal.summary("c"))?.erased, true);
  assert.deepEqual(await seqs(journal, "c"), []);
  const [{ conversation }] = await journal.deletedBefore(Infinity);
  await journal.erase(conversation);
  assert.deepEqual(await journal.deletedBefore(Infinity), []);
  assert.deepEqual(traces(folder.path), []);
});

Deno.test("openSqliteJournal().erase() tidies up later what a reader keeps from it", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  await using journal = openSqliteJournal(path);
  await journal.append(to("c", user("u", { message: CANARY })));
  await journal.append(to("d", user("u"), typing("a"), token("a")));
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM rows").get();
  await journal.erase("c");
  assert.deepEqual(await found(journal, "canary"), []);
  assert.notDeepEqual(traces(folder.path), []);
  reader.close();
  await journal.append(to("d", ai("a")));
  await journal.compact("d");
  assert.deepEqual(traces(folder.path), []);
});

/** Another program that reads a database, until it has read enough. */
function reading(path: string) {
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM rows").get();
  return {
    end: () => reader.exec("COMMIT"),
    [Symbol.dispose]: () => reader.close(),
  };
}

Deno.test("openSqliteJournal().erase() empties the log by itself once nobody reads it, asking ever less often", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const clock = install({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    await using journal = openSqliteJournal(path);
    await journal.append(to("c", user("u", { message: CANARY })));
    using reader = reading(path);
    await journal.erase("c");
    assert.equal(clock.countTimers(), 1);
    clock.tick(1_000);
    assert.notDeepEqual(traces(folder.path), []);
    reader.end();
    clock.tick(1_900);
    assert.notDeepEqual(traces(folder.path), []);
    clock.tick(100);
    assert.deepEqual(traces(folder.path), []);
    assert.equal(clock.countTimers(), 0);
  } finally {
    clock.uninstall();
  }
});

Deno.test("openSqliteJournal() empties the log when it is closed, and leaves no timer", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const clock = install({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    // Whoever closes a database last empties its log: this is not the last one.
    const journal = openSqliteJournal(path);
    await journal.append(to("c", user("u", { message: CANARY })));
    using reader = reading(path);
    await journal.erase("c");
    reader.end();
    assert.notDeepEqual(traces(folder.path), []);
    await journal[Symbol.asyncDispose]();
    assert.deepEqual(traces(folder.path), []);
    assert.equal(clock.countTimers(), 0);
  } finally {
    clock.uninstall();
  }
});

Deno.test("openSqliteJournal() empties later a log that someone reads when it is opened", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const clock = install({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const before = openSqliteJournal(path);
    await before.append(to("c", user("u", { message: CANARY })));
    using reader = reading(path);
    await before.erase("c");
    await before[Symbol.asyncDispose]();
    assert.notDeepEqual(traces(folder.path), []);
    await using _journal = openSqliteJournal(path);
    reader.end();
    clock.tick(1_000);
    assert.deepEqual(traces(folder.path), []);
    assert.equal(clock.countTimers(), 0);
  } finally {
    clock.uninstall();
  }
});

Deno.test("openSqliteJournal() tidies up what a crash kept from it", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  await using before = openSqliteJournal(path);
  await before.append(to("c", user("u", { message: CANARY })));
  await before.append(to("d", user("u")));
  // What lies in the folder of a server that ends right after the last row is gone.
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM rows").get();
  await before.erase("c");
  using copy = temporaryFolder();
  for (const { name } of Deno.readDirSync(folder.path)) {
    Deno.copyFileSync(join(folder.path, name), join(copy.path, name));
  }
  reader.close();
  assert.notDeepEqual(traces(copy.path), []);
  await using journal = openSqliteJournal(join(copy.path, "parley.db"));
  assert.deepEqual(traces(copy.path), []);
  assert.deepEqual(await found(journal, "hello"), ["d u"]);
});
