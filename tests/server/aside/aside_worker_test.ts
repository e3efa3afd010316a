import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createAsideWorker } from "../../../server/aside/aside_worker.ts";
import { searchAside } from "../../../server/aside/search_aside.ts";
import { searchFile } from "../../../server/journal/search_file.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import type { Log } from "../../../server/log.ts";
import { recordingLog } from "../../support/parley.ts";
import { to } from "../journal/append_suite.ts";
import { user } from "../journal/drafts.ts";
import { temporaryFolder } from "../journal/open_journals.ts";
import { found } from "../journal/search_suite.ts";

/** A worker on a new journal, which it searches. */
function openAside(
  { idle, patience, log = recordingLog() }: { idle?: number; patience?: number; log?: Log } = {},
) {
  const stack = new AsyncDisposableStack();
  const folder = stack.use(temporaryFolder());
  const database = join(folder.path, "parley.db");
  const aside = stack.use(createAsideWorker({ database, log, idle, patience }));
  const journal = stack.use(
    openSqliteJournal(database, { searcher: () => searchAside(aside) }),
  );
  return { folder, database, aside, journal, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const decoder = new TextDecoder();

Deno.test("createAsideWorker() searches what was stored right before, several at once", async () => {
  await using t = openAside();
  await t.journal.append(to("c", user("u", { message: "a harbour" })));
  assert.deepEqual(await found(t.journal, "harbour"), ["c u"]);
  await t.journal.append(to("d", user("u", { message: "another harbour" })));
  const all = await Promise.all(["harbour", "another", "nothing"].map((q) => found(t.journal, q)));
  assert.deepEqual(all, [["d u", "c u"], ["d u"], []]);
});

Deno.test("createAsideWorker() leaves no trace of what is erased", async () => {
  await using t = openAside();
  const message = "kwyjibo xqzvbn ".repeat(50);
  await t.journal.append(to("c", user("u", { message }), user("v", { message })));
  await t.journal.append(to("d", user("u")));
  assert.equal((await found(t.journal, "xqz")).length, 2);
  await t.journal.erase("c");
  assert.deepEqual(await found(t.journal, "xqz"), []);
  assert.deepEqual(await found(t.journal, "hello"), ["d u"]);
  for (const { name } of Deno.readDirSync(t.folder.path)) {
    const bytes = Deno.readFileSync(join(t.folder.path, name));
    assert.ok(!new TextDecoder("latin1").decode(bytes).includes("xqz"), name);
  }
});

Deno.test("createAsideWorker() hands over an export as it is taken, and can be left in the middle", async () => {
  await using t = openAside();
  const message = "x".repeat(100_000);
  for (const id of ["c", "d"]) await t.journal.append(to(id, user("u", { message })));
  {
    using job = t.aside.begin("export", { owner: "me" });
    assert.match(decoder.decode(await job.next(undefined)), /^{"type":"parley"/);
  }
  using job = t.aside.begin("export", { owner: "me" });
  let text = "";
  for (let bytes; (bytes = await job.next(undefined));) text += decoder.decode(bytes);
  assert.deepEqual(JSON.parse(text.trimEnd().split("\n").at(-1) ?? ""), {
    type: "end",
    conversations: 2,
  });
});

Deno.test("createAsideWorker() ends when there was nothing to do, and begins again", async () => {
  const ended = Promise.withResolvers<void>();
  const log = { ...recordingLog(), debug: () => ended.resolve() };
  await using t = openAside({ idle: 1, log });
  await t.journal.append(to("c", user("u")));
  assert.deepEqual(await found(t.journal, "hello"), ["c u"]);
  await ended.promise;
  assert.deepEqual(await found(t.journal, "hello"), ["c u"]);
});

Deno.test("createAsideWorker() says why something cannot be done", async () => {
  using folder = temporaryFolder();
  const database = join(folder.path, "nowhere.db");
  await using aside = createAsideWorker({ database, log: recordingLog() });
  for (let time = 0; time < 2; time++) {
    await assert.rejects(searchAside(aside).search("me", "hello"), {
      name: "JournalError",
      message: `There is no database ${database}.`,
    });
    using job = aside.begin("export", { owner: "me" });
    await assert.rejects(job.next(undefined), /There is no database/);
  }
});

Deno.test("createAsideWorker() fails as a journal does when it has ended", async () => {
  await using t = openAside();
  await t.journal.append(to("c", user("u")));
  using job = t.aside.begin("search", { owner: "me", query: "hello" });
  await t.aside[Symbol.asyncDispose]();
  await assert.rejects(job.next(undefined), { name: "JournalError", fault: "storage" });
});

Deno.test("createAsideWorker() waits no longer than it has patience for a worker that is busy", async () => {
  await using t = openAside({ patience: 1 });
  await t.journal.append(to("c", user("u")));
  assert.deepEqual(await found(t.journal, "hello"), ["c u"]);
  await t.journal.append(to("d", user("u")));
  using index = new DatabaseSync(searchFile(t.database));
  index.exec("BEGIN IMMEDIATE");
  // It waits for the lock, for seconds in which it hears nothing.
  const searched = assert.rejects(t.journal.search("me", "hello"), {
    message: "The worker has ended.",
  });
  await t.aside[Symbol.asyncDispose]();
  await searched;
});
