import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { to } from "./append_suite.ts";
import { ai, token, typing, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";

Deno.test("openSqliteJournal() catches up with its log of tokens a few with each, once it may", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  await using journal = openSqliteJournal(path);
  using db = new DatabaseSync(path, { readOnly: true });
  const log = db.prepare("SELECT count(*) AS count FROM writes");
  const held = () => Number(log.get()?.count);
  const write = (conversation: string, answer: string, tokens: number) =>
    journal.append(to(conversation, ...Array.from({ length: tokens }, () => token(answer))));
  const end = async (conversation: string, answer: string) => {
    await journal.append(to(conversation, ai(answer)));
    await journal.compact(conversation);
  };

  for (const conversation of ["slow", "fast", "next"]) {
    await journal.append(to(conversation, user("u"), typing("a")));
  }
  await write("slow", "a", 1);
  await write("fast", "a", 3000);
  await end("fast", "a");
  assert.equal(held(), 3001, "nothing goes from under an answer that runs");

  await end("slow", "a");
  assert.equal(held(), 2501, "an end removes some of it");
  await write("next", "a", 1000);
  assert.equal(held(), 1501, "each new row takes two old ones along");
  await write("next", "a", 1000);
  assert.equal(held(), 2000, "what belongs to a running answer stays");
  await end("next", "a");
  assert.equal(held(), 1500);
});
