import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { seqs, to } from "./append_suite.ts";
import { ai, token, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";
import { found } from "./search_suite.ts";

/** A copy of a database that an older Parley wrote. */
function stored(name: string): Disposable & { path: string } {
  const folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  Deno.copyFileSync(new URL(`../../data/${name}`, import.meta.url), path);
  return { path, [Symbol.dispose]: folder[Symbol.dispose] };
}

Deno.test("openSqliteJournal() brings a database of version 1 to the newest", async () => {
  using file = stored("journal_v1.db");
  await openSqliteJournal(file.path)[Symbol.asyncDispose]();
  await using journal = openSqliteJournal(file.path);
  assert.deepEqual(
    (await journal.list("me")).map(({ title }) => title),
    ["Да или нет?", "Conifers and more"],
  );
  assert.deepEqual(await seqs(journal, "trees"), [1, 2, 5, 6, 7, 8, 9, 10, 11]);
  assert.equal(await journal.recall("model"), "gemma:2b");
  assert.deepEqual(await found(journal, "larch"), ["trees a1"]);
  assert.deepEqual(await found(journal, "葉松"), ["trees a1"]);
  assert.deepEqual(await found(journal, '"NEEDLES"?'), ["trees q1"]);
  assert.deepEqual(await found(journal, "ДА"), ["broken q1"]);
  assert.deepEqual(await found(journal, "perhaps"), ["broken a1"]);
  assert.deepEqual(await found(journal, "conifers"), ["trees -"]);
  assert.deepEqual(await found(journal, "old name"), []);
  assert.deepEqual(await found(journal, "no, the ash"), []);
  assert.deepEqual((await journal.unended()).map(({ id, begun }) => [id, begun]), [["a2", true]]);
  await journal.append(to("trees", token("a2", { offset: 12 }), ai("a2"), user("q3")));
  await journal.append(to("trees", { type: "title", message: "Trees" }));
  assert.deepEqual(await found(journal, "conifers"), []);
  await journal.erase("broken");
  assert.deepEqual(await found(journal, "perhaps"), []);
});

Deno.test("openSqliteJournal() finds out the model of each conversation that has none noted", async () => {
  using file = stored("journal_v1.db");
  const db = new DatabaseSync(file.path);
  db.exec(`
    INSERT INTO rows (conversation, seq, time, body)
    SELECT n, 90, 1, '{"type":"settings","model":"phi3"}' FROM conversations WHERE id = 'broken'
    UNION SELECT n, 91, 1, '{"type":"settings","seed":1}' FROM conversations WHERE id = 'broken'
    UNION SELECT n, 90, 1, '{"type":"settings","model":null}' FROM conversations WHERE id = 'foreign'`);
  db.close();
  await using journal = openSqliteJournal(file.path);
  const model = async (conversation: string) => (await journal.summary(conversation))?.model;
  assert.equal(await model("trees"), "gemma:2b");
  assert.equal(await model("broken"), "phi3");
  assert.equal(await model("foreign"), "");
});
