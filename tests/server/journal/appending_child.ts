/** Appends to the database named in its argument and tells of every row that was stored, for ever. */
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import type { Draft } from "../../../server/journal/rows.ts";
import { ai, token, typing, user } from "./drafts.ts";

const [path] = Deno.args;
const journal = openSqliteJournal(path);
const encoder = new TextEncoder();

async function append(conversation: string, rows: Draft[], { durable = false } = {}) {
  for (const row of await journal.append({ owner: "me", conversation, rows, durable })) {
    Deno.stdout.writeSync(encoder.encode(JSON.stringify(row) + "\n"));
  }
}

async function talk(conversation: string) {
  for (let n = 0;; n++) {
    const [prompt, answer] = [crypto.randomUUID(), crypto.randomUUID()];
    const rows = [user(prompt), typing(answer, { parent: prompt })];
    await append(conversation, rows, { durable: true });
    for (let t = 0; t < 30; t++) await append(conversation, [token(answer, { offset: t * 2 })]);
    await append(conversation, [ai(answer)], { durable: true });
    if (n % 3 === 0) await journal.compact(conversation);
  }
}

await Promise.all([talk("a"), talk("b"), talk("c")]);
