/** A deletion that kill -9 breaks off again and again is finished in the end, in every file. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteJournal } from "../../server/journal/sqlite.ts";
import { startLives } from "../support/lives.ts";
import { runParley } from "../support/parley_process.ts";
import { storeTalk } from "../support/stored_talk.ts";

/** Each letter of it is said often enough to be found in any file that keeps a part of it. */
const CANARY = "kwyjibo xqzvbn";
const TURNS = 2_000;
const KILLS = 4;

/** Names of files in which the canary, or a part of it, stands. */
async function traces(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    const bytes = isFile ? await Deno.readFile(join(folder, name)) : new Uint8Array();
    const text = new TextDecoder("latin1").decode(bytes).toLowerCase();
    if (["kwyjibo", "xqzvbn"].some((part) => text.includes(part))) found.push(name);
  }
  return found;
}

function rowsLeft(folder: string): number {
  using db = new DatabaseSync(join(folder, "parley.db"), { readOnly: true });
  return Number(db.prepare("SELECT count(*) AS count FROM rows").get()?.count);
}

Deno.test("fault 24: kill -9 while a conversation is erased leaves no byte of it in the end", async () => {
  await using t = await startLives();
  {
    // It was deleted a minute ago, so that the server begins to erase it as soon as it starts.
    const now = () => Date.now() - 60_000;
    await using journal = openSqliteJournal(join(t.folder, "parley.db"), { now });
    const turns = Array.from(
      { length: TURNS },
      (_, turn) => [`${CANARY} ${turn}?`, `It is ${CANARY}. `.repeat(20)] as const,
    );
    const conversation = await storeTalk(journal, turns);
    await journal.append({ owner: "local", conversation, rows: [{ type: "deleted" }] });
  }
  assert.notDeepEqual(await traces(t.folder), []);
  const broken: number[] = [];
  for (let kills = 0; kills < KILLS; kills++) {
    const before = rowsLeft(t.folder);
    await t.start();
    // Nobody is told how far it is.
    while (before > 0 && rowsLeft(t.folder) >= before) await pause(1);
    await t.kill();
    broken.push(rowsLeft(t.folder));
  }
  assert.ok(broken.some((left) => left > 0), "it was broken off in the middle");
  await t.start();
  while ((await traces(t.folder)).length > 0) {
    await pause(50); // Nobody is told when it is done.
  }
  await t.kill();
  const { code, stdout } = await runParley(["check"], { env: { DATA_DIR: t.folder } });
  assert.equal(code, 0, stdout);
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
