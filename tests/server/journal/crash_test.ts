import assert from "node:assert/strict";
import { join } from "node:path";
import type { Journal } from "../../../server/journal/journal.ts";
import { endsAnswer, isWrite, type Row } from "../../../server/journal/rows.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { runChild } from "./child.ts";
import { temporaryFolder } from "./open_journals.ts";

const CONVERSATIONS = ["a", "b", "c"];

Deno.test("fault 24: openSqliteJournal() finds every row that was told before a kill -9", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  const told: Row[] = [];
  for (const rows of [1, 50, 300, 1000]) {
    told.push(...await toldUntilKilled(path, rows));
    await using journal = openSqliteJournal(path);
    for (const conversation of CONVERSATIONS) {
      holds(await stored(journal, conversation), ofConversation(told, conversation));
    }
    await knowsUnended(journal);
  }
});

/** Rows that a child process appended and told of before it was killed: at least so many. */
async function toldUntilKilled(path: string, atLeast: number): Promise<Row[]> {
  await using child = runChild("./appending_child.ts", path);
  const told: Row[] = [];
  while (told.length < atLeast) told.push(JSON.parse(await child.line(/}$/)));
  child.kill("SIGKILL");
  await child.status;
  assert.equal(child.errors(), "");
  while (true) {
    const line = await child.line(/}$/).catch(() => undefined);
    if (line === undefined) return told;
    told.push(JSON.parse(line));
  }
}

function ofConversation(rows: readonly Row[], conversation: string): Row[] {
  return rows.filter((row) => row.conversation === conversation);
}

async function stored(journal: Journal, conversation: string): Promise<Row[]> {
  return (await journal.since(conversation, 0)).rows;
}

/** Every told row is there as it was told, or is a write of an answer that has ended. */
function holds(all: Row[], told: Row[]) {
  const ended = new Set(all.filter(endsAnswer).map(({ id }) => id));
  const bySeq = new Map(all.map((row) => [row.seq, row]));
  for (const row of told) {
    const found = bySeq.get(row.seq);
    if (found) assert.deepEqual(found, row);
    else assert.ok(isWrite(row) && ended.has(row.id), `row ${row.seq} is missing`);
  }
  const seqs = all.map(({ seq }) => seq);
  assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b));
}

async function knowsUnended(journal: Journal) {
  const unended = new Set<string>();
  for (const conversation of CONVERSATIONS) {
    for (const row of await stored(journal, conversation)) {
      if (row.type === "typing") unended.add(row.id);
      if (endsAnswer(row)) unended.delete(row.id);
    }
  }
  const ids = (await journal.unended()).map(({ id }) => id);
  assert.deepEqual(ids.sort(), [...unended].sort());
}
