/** The server is killed, starved and locked out, as a process of its own; nothing is lost. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Row } from "../../server/journal/rows.ts";
import { emptyConversation, fold } from "../../static/fold.js";
import { findingsInRows } from "../support/invariants.ts";
import { rowsOf, startLives } from "../support/lives.ts";
import type { Client } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

/** The end of an answer, from rows that were there or from those that follow. */
async function endOf(
  client: Client,
  rows: readonly Row[],
  id: string,
): Promise<{ type: string; message?: unknown }> {
  const there = rows.find((row) => (row.type === "ai" || row.type === "error") && row.id === id);
  if (there) return there;
  let frame = await client.nextOf("ai", "error");
  while (frame.id !== id) frame = await client.nextOf("ai", "error");
  return frame;
}

Deno.test("fault 23: a prompt whose acknowledgement was lost gets the same one after kill -9", async () => {
  const gate = Promise.withResolvers<void>();
  await using t = await startLives({ answers: [[{ hold: gate.promise }, "Answered."]] });
  const conversation = uuid();
  const prompt = { type: "prompt", conversation, id: uuid(), message: "Only once" };
  await t.start();
  const first = await t.speak();
  first.send({ type: "open", conversation });
  first.send(prompt);
  const typing = await first.nextOf("typing");
  await t.kill();
  await first.closed;
  gate.resolve();

  await t.start();
  await using second = await t.speak();
  second.send(prompt);
  const accepted = await second.nextOf("accepted");
  assert.deepEqual([accepted.answer, accepted.seq], [typing.id, 1]);
  const rows = await rowsOf(second, conversation);
  assert.equal((await endOf(second, rows, String(typing.id))).message, "Answered.");
  assert.deepEqual(rows.filter(({ type }) => type === "user").map(({ seq }) => seq), [1]);
});

Deno.test("fault 24: kill -9 in mid-answer keeps every shown token, and continue goes on", async () => {
  const tokens = Array.from({ length: 200 }, (_, n) => `token ${n} `);
  await using t = await startLives({
    answers: [{ steps: tokens, end: "open" }, ["and the rest."]],
  });
  const conversation = uuid();
  await t.start();
  const first = await t.speak();
  first.send({ type: "open", conversation });
  first.send({ type: "prompt", conversation, id: uuid(), message: "Go" });
  let shown = "";
  while (shown.length < 500) shown += (await first.nextOf("token")).message;
  await t.kill();
  await first.closed;

  await t.start();
  await using second = await t.speak();
  const cut = (await rowsOf(second, conversation)).at(-1);
  assert.ok(cut?.type === "error" && cut.code === "restarted");
  assert.ok(cut.text.startsWith(shown) && tokens.join("").startsWith(cut.text));
  second.send({ type: "continue", conversation, id: uuid(), of: cut.id });
  assert.equal((await second.nextOf("ai")).message, `${cut.text}and the rest.`);
});

Deno.test("fault 25: what waits in the queue at kill -9 is answered after it, in its order", async () => {
  const never = { steps: ["begun"], end: "open" as const };
  await using t = await startLives({ answers: [["done"], { steps: ["cut"], end: "length" }] });
  const [busy, prompted, retried, continued] = [uuid(), uuid(), uuid(), uuid()];
  const question = uuid();
  await t.start();
  const first = await t.speak();
  const ask = async (frame: object) => {
    first.send(frame);
    return String((await first.nextOf("accepted", "refused")).answer);
  };
  const prompt = (conversation: string, id = uuid()) => ({
    type: "prompt",
    conversation,
    id,
    message: `of ${conversation}`,
  });
  first.send({ type: "open", conversation: retried });
  first.send({ type: "open", conversation: continued });
  await ask(prompt(retried, question));
  await first.nextOf("ai");
  await ask(prompt(continued));
  const cut = await first.nextOf("ai");
  t.ollama.answers = [never];
  first.send({ type: "open", conversation: busy });
  await ask(prompt(busy));
  await first.nextOf("token");
  const waiting = [
    [prompted, await ask(prompt(prompted))],
    [retried, await ask({ type: "retry", conversation: retried, id: uuid(), of: question })],
    [continued, await ask({ type: "continue", conversation: continued, id: uuid(), of: cut.id })],
  ];
  await t.kill();
  await first.closed;

  t.ollama.answers = [["again"]];
  const before = t.ollama.requests.length;
  await t.start();
  await using second = await t.speak();
  for (const [conversation, answer] of waiting) {
    const rows = await rowsOf(second, conversation);
    const end = await endOf(second, rows, answer);
    assert.equal(end.type, "ai", JSON.stringify(end));
    assert.match(String(end.message), /again$/);
  }
  const asked = t.ollama.requests.slice(before).filter(({ path }) => path === "/api/chat");
  const bodies = asked.map(({ body }) => JSON.stringify(body));
  assert.equal(bodies.length, 3);
  for (const [index, [conversation]] of waiting.entries()) {
    assert.ok(bodies[index].includes(conversation), `${index}`);
  }
});

Deno.test("fault 28: out of file descriptors, open sockets go on and new ones are served again", async () => {
  const gate = Promise.withResolvers<void>();
  await using t = await startLives({ answers: [["so ", { hold: gate.promise }, "it goes on."]] });
  const server = await t.start({ files: 64 });
  await using old = await t.speak();
  const conversation = uuid();
  old.send({ type: "open", conversation });
  old.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  await old.nextOf("token");
  const hoard = await connectUntilRefused(Number(new URL(server.origin).port));
  old.send({ type: "ping", at: 1 });
  assert.equal((await old.nextOf("pong")).at, 1);
  gate.resolve();
  assert.equal((await old.nextOf("ai")).message, "so it goes on.");
  for (const connection of hoard) connection.close();
  const freed = performance.now();
  while (!await serves(server.origin)) {
    assert.ok(performance.now() - freed < 3_000, "it serves again within 3 s");
  }
  await using fresh = await t.speak();
  assert.equal((await rowsOf(fresh, conversation)).at(-1)?.type, "ai");
});

Deno.test("fault 29: what cannot be saved is refused, not lost, and taken once it can", async () => {
  const gate = Promise.withResolvers<void>();
  await using t = await startLives({
    answers: [
      { steps: ["seen ", { hold: gate.promise }, "and not seen"], end: "open" },
      ["At last."],
    ],
  });
  await t.start();
  await using client = await t.speak();
  const [running, conversation] = [uuid(), uuid()];
  client.send({ type: "open", conversation: running });
  client.send({ type: "prompt", conversation: running, id: uuid(), message: "Before" });
  const { id } = await client.nextOf("token");
  using other = new DatabaseSync(join(t.folder, "parley.db"));
  other.exec("BEGIN IMMEDIATE");
  const prompt = { type: "prompt", conversation, id: uuid(), message: "Can you hear me?" };
  client.send({ type: "open", conversation });
  client.send(prompt);
  const refused = await client.nextOf("refused");
  assert.deepEqual([refused.code, refused.id], ["storage", prompt.id]);
  // The answer that runs meanwhile cannot be saved either; it ends as soon as that can be.
  gate.resolve();
  await (await t.ollama.nextRequest("/api/chat")).closed;
  other.exec("ROLLBACK");
  const end = await client.nextOf("ai", "error");
  assert.deepEqual([end.id, end.code], [id, "storage"]);
  assert.match(String(end.text), /^seen /);
  client.send(prompt);
  assert.equal((await client.nextOf("accepted", "refused")).type, "accepted");
  assert.equal((await client.nextOf("ai")).message, "At last.");
});

Deno.test("fault 31: after an older copy of the database was put back, a view is reset to it", async () => {
  await using t = await startLives({ answers: [["one"], ["two"]] });
  const conversation = uuid();
  const ask = async (client: Client) => {
    client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
    return await client.nextOf("ai");
  };
  const database = join(t.folder, "parley.db");
  const server = await t.start();
  const first = await t.speak();
  first.send({ type: "open", conversation });
  const { epoch } = await first.nextOf("opened");
  await ask(first);
  server.kill("SIGTERM");
  await server.status;
  await Deno.copyFile(database, `${database}.old`);

  await t.start();
  const second = await t.speak();
  second.send({ type: "open", conversation, epoch, since: 0 });
  const again = await second.nextOf("opened");
  assert.notEqual(again.epoch, epoch);
  assert.equal(again.reset, true);
  const { seq } = await ask(second);
  await t.kill();
  await second.closed;

  for (const end of ["-wal", "-shm"]) await Deno.remove(database + end);
  await Deno.rename(`${database}.old`, database);
  await t.start();
  await using third = await t.speak();
  third.send({ type: "open", conversation, epoch: again.epoch, since: seq });
  const back = await third.nextOf("opened");
  assert.equal(back.reset, true);
  const rows = back.events as Row[];
  assert.deepEqual(findingsInRows(rows), []);
  const { messages } = fold(emptyConversation(conversation), rows);
  assert.deepEqual([...messages.values()].map(({ text }) => text), ["Hi", "one"]);
});

/** Opens connections until the server takes no more. */
async function connectUntilRefused(port: number): Promise<Deno.TcpConn[]> {
  const open: Deno.TcpConn[] = [];
  try {
    while (open.length < 200) open.push(await Deno.connect({ hostname: "127.0.0.1", port }));
  } catch (error) {
    const { ConnectionRefused, ConnectionReset } = Deno.errors;
    if (!(error instanceof ConnectionRefused || error instanceof ConnectionReset)) throw error;
  }
  return open;
}

async function serves(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(500) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 20)); // It does not say when it listens.
    return false;
  }
}
