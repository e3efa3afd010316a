import assert from "node:assert/strict";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { findingsInDatabase } from "../../server/journal/check_database.ts";
import { openDatabase } from "../../server/journal/open_database.ts";
import { openSqliteJournal } from "../../server/journal/sqlite.ts";
import { SUBPROTOCOL, TYPING } from "../../static/protocol.js";
import { temporaryFolder } from "../server/journal/open_journals.ts";
import { chatgptExport, openWebuiExport } from "../support/foreign_exports.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { PNG, postImage } from "../support/images.ts";
import { startParley } from "../support/parley.ts";
import { spawnParley } from "../support/parley_process.ts";
import { connect } from "../support/ws_client.ts";

type Line = Record<string, unknown> & { type: string };

const linesOf = (text: string): Line[] =>
  text.trimEnd().split("\n").map((line) => JSON.parse(line));

/** Sends a file and gives what came back. */
async function send(origin: string, file: BodyInit, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}/api/import`, {
    method: "POST",
    body: file,
    headers: { "content-type": "application/x-ndjson", ...headers },
  });
  const text = await response.text();
  return { status: response.status, lines: linesOf(text), last: linesOf(text).at(-1) };
}

async function get(origin: string, path: string) {
  const response = await fetch(origin + path);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const listed = async (origin: string) =>
  JSON.parse((await get(origin, "/api/conversations")).text).conversations;

async function folded(origin: string) {
  const lines: { id: string }[] = await listed(origin);
  return await Promise.all(
    lines.map(async ({ id }) => JSON.parse((await get(origin, `/api/conversations/${id}`)).text)),
  );
}

/** Talks on a server, each thing in a conversation of its own. */
async function talk(wsOrigin: string, ...messages: string[]) {
  await using client = await connect(wsOrigin, { protocol: SUBPROTOCOL });
  const ids: string[] = [];
  for (const message of messages) {
    const conversation = crypto.randomUUID();
    ids.push(conversation);
    client.send({ type: "open", conversation });
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message });
    await client.nextOf("ai");
  }
  return ids;
}

Deno.test("GET /api/export gives every row as it is on the wire, and POST /api/import brings it all back, once", async () => {
  await using ollama = await startFakeOllama();
  await using old = await startParley({ ollama: ollama.address });
  await talk(old.wsOrigin, "Where is the harbour?", "And the station?");
  const file = await get(old.origin, "/api/export");
  assert.equal(file.headers.get("content-type"), "application/x-ndjson");
  assert.match(
    file.headers.get("content-disposition") ?? "",
    /^attachment; filename="parley-[\d-]+\.jsonl"$/,
  );
  const lines = linesOf(file.text);
  assert.deepEqual([lines[0].type, lines.at(-1)], ["parley", { type: "end", conversations: 2 }]);
  assert.equal(lines.filter(({ type }) => type === "conversation").length, 2);

  await using fresh = await startParley();
  const first = await send(fresh.origin, file.text);
  assert.deepEqual(first.last, {
    type: "done",
    bytes: new TextEncoder().encode(file.text).length,
    added: 2,
    known: 0,
    failed: 0,
  });
  assert.deepEqual(await folded(fresh.origin), await folded(old.origin));
  assert.deepEqual(await listed(fresh.origin), await listed(old.origin));
  const found = JSON.parse((await get(fresh.origin, "/api/conversations?q=harbour")).text);
  assert.equal(found.conversations[0].title, "Where is the harbour?");

  const again = await send(fresh.origin, file.text);
  assert.deepEqual([again.last?.added, again.last?.known, again.last?.failed], [0, 2, 0]);
  assert.equal((await listed(fresh.origin)).length, 2);
  const anew = linesOf((await get(fresh.origin, "/api/export")).text);
  assert.deepEqual(anew.slice(1), lines.slice(1));
});

Deno.test("POST /api/import brings back what was deleted for good, under one other id", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  const [id] = await talk(parley.wsOrigin, "Precious");
  const file = (await get(parley.origin, "/api/export")).text;
  await parley.journal.erase(id);
  assert.equal((await send(parley.origin, file)).last?.added, 1);
  assert.equal((await send(parley.origin, file)).last?.known, 1);
  const [line] = await listed(parley.origin);
  assert.deepEqual([line.title, line.id === id], ["Precious", false]);
});

Deno.test("POST /api/import takes Open WebUI's and ChatGPT's exports, and what came from them goes on", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  for (const file of [openWebuiExport, chatgptExport]) {
    const text = JSON.stringify(file, null, 2);
    const first = await send(parley.origin, text, { "content-type": "application/json" });
    assert.deepEqual(
      [first.last?.added, first.last?.failed],
      [file.length, 0],
      JSON.stringify(first.lines),
    );
    assert.equal((await send(parley.origin, text)).last?.known, file.length);
  }
  const chats: { title: string; id: string }[] = await listed(parley.origin);
  assert.deepEqual(chats.map(({ title }) => title), ["Regex help", "Harbours of Europe"]);
  const found = JSON.parse((await get(parley.origin, "/api/conversations?q=Rotterdam")).text);
  assert.equal(found.conversations[0].id, chats[1].id);

  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = chats[0].id;
  client.send({ type: "open", conversation });
  await client.nextOf("opened");
  client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Go on" });
  assert.equal((await client.nextOf("ai")).message, "Hello from the fake.");
});

Deno.test("GET /api/export has the images of its conversations, each once, and POST /api/import keeps them", async () => {
  await using ollama = await startFakeOllama();
  await using old = await startParley({ ollama: ollama.address });
  const { hash } = await postImage(old.origin);
  await using client = await connect(old.wsOrigin, { protocol: SUBPROTOCOL });
  for (const message of ["Look", "Again"]) {
    const prompt = { conversation: crypto.randomUUID(), id: crypto.randomUUID(), message };
    client.send({ type: "open", conversation: prompt.conversation });
    client.send({ type: "prompt", ...prompt, images: [hash] });
    await client.nextOf("ai", "error");
  }
  const file = (await get(old.origin, "/api/export")).text;
  assert.equal(linesOf(file).filter(({ type }) => type === "image").length, 1);

  await using fresh = await startParley();
  assert.equal((await send(fresh.origin, file)).last?.added, 2);
  const image = await fetch(`${fresh.origin}/api/blobs/${hash}`);
  assert.deepEqual(new Uint8Array(await image.arrayBuffer()), PNG);
  assert.deepEqual(await folded(fresh.origin), await folded(old.origin));

  await using third = await startParley();
  const broken = file.replace(/"data":"..../, '"data":"AAAA');
  const result = await send(third.origin, broken);
  assert.deepEqual([result.last?.added, result.last?.failed], [1, 1]);
  assert.match(String(result.lines[0].message), /image/);
});

Deno.test("POST /api/import names the line that is broken, and keeps what is whole", async () => {
  await using ollama = await startFakeOllama();
  await using old = await startParley({ ollama: ollama.address });
  await talk(old.wsOrigin, "one", "two", "three");
  const lines = (await get(old.origin, "/api/export")).text.trimEnd().split("\n");
  const seals = lines.flatMap((line, at) => line.includes('"type":"conversation"') ? [at] : []);

  await using fresh = await startParley();
  const broken = lines.with(seals[0] + 1, lines[seals[0] + 1].slice(0, -5));
  const result = await send(fresh.origin, broken.join("\n"));
  assert.deepEqual(result.lines[0], {
    type: "failed",
    line: seals[0] + 2,
    message: "The line is no JSON.",
  });
  assert.deepEqual([result.last?.added, result.last?.failed], [2, 1]);

  await using other = await startParley();
  const cut = await send(other.origin, lines.slice(0, seals[1]).join("\n"));
  assert.deepEqual([cut.last?.added, cut.last?.failed], [1, 1]);
  assert.equal((await listed(other.origin)).length, 1);
});

Deno.test("POST /api/import goes on after a row that is nested so deeply that no thread could take it", async () => {
  await using ollama = await startFakeOllama();
  await using old = await startParley({ ollama: ollama.address });
  await talk(old.wsOrigin, "One", "Two");
  const lines = (await get(old.origin, "/api/export")).text.split("\n");
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  for (const [depth, added] of [[7, 2], [8, 1], [5_000, 1], [200_000, 1]]) {
    await using fresh = await spawnParley();
    const spoiled = lines.with(1, lines[1].replace(/}$/, `,"more":${nested(depth)}}`));
    const result = await send(fresh.origin, spoiled.join("\n"));
    assert.deepEqual([result.last?.type, result.last?.added, result.last?.failed], [
      "done",
      added,
      2 - added,
    ]);
    const failed = result.lines.filter(({ type }) => type === "failed");
    const expected = { type: "failed", line: 2, message: "It is nested too deeply." };
    assert.deepEqual(failed, added === 2 ? [] : [expected]);
  }
});

Deno.test("POST /api/import refuses what is no such file, and other routes keep their limit", async () => {
  await using parley = await startParley();
  assert.equal((await send(parley.origin, "hello")).status, 400);
  assert.equal((await send(parley.origin, "")).status, 400);
  assert.equal((await send(parley.origin, "{}", { "content-type": "text/plain" })).status, 415);
  assert.equal((await send(parley.origin, "[]", { origin: "http://evil.example" })).status, 403);
  const unknown = await send(parley.origin, '[{"a":1},3]');
  assert.deepEqual(unknown.lines.map(({ type, conversation }) => [type, conversation]), [
    ["failed", 1],
    ["failed", 2],
    ["done", undefined],
  ]);
  const large = await fetch(`${parley.origin}/api/models/load`, {
    method: "POST",
    body: `{"model":"${"x".repeat(100_000)}"}`,
    headers: { "content-type": "application/json" },
  });
  await large.body?.cancel();
  assert.equal(large.status, 413);
  assert.equal((await get(parley.origin, "/api/import")).status, 405);
});

Deno.test("POST /api/import holds no more than one conversation of a long file, and takes one file at a time", async () => {
  await using parley = await startParley();
  const [chat] = openWebuiExport;
  let chats = 0;
  let second: Promise<{ status: number }> | undefined;
  const file = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (chats === 20) {
        // What came before is stored while this waits for it: nothing is held back.
        while ((await listed(parley.origin)).length < 10);
        second = send(parley.origin, "[]");
      }
      await second;
      if (chats === 200) {
        controller.enqueue(new TextEncoder().encode("]"));
        return controller.close();
      }
      const text = JSON.stringify({ ...chat, id: `chat ${chats}` });
      controller.enqueue(new TextEncoder().encode(`${chats++ === 0 ? "[" : ","}${text}`));
    },
  });
  const { last } = await send(parley.origin, file);
  assert.equal((await second)?.status, 409);
  assert.deepEqual([last?.added, last?.failed], [200, 0]);
});

Deno.test("export and import work in a worker, while an answer streams, and parley check finds nothing", async () => {
  await using ollama = await startFakeOllama({ answers: [{ steps: ["begun "], end: "open" }] });
  await using parley = await spawnParley({ env: { OLLAMA_HOST: ollama.address } });
  const wsOrigin = parley.origin.replace("http", "ws");
  await using client = await connect(wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = crypto.randomUUID();
  client.send({ type: "open", conversation });
  client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Long" });
  await client.nextOf("token");
  const text = JSON.stringify(chatgptExport);
  assert.equal((await send(parley.origin, text)).last?.added, chatgptExport.length);
  const file = (await get(parley.origin, "/api/export")).text;

  await using fresh = await spawnParley();
  assert.equal((await send(fresh.origin, file)).last?.added, chatgptExport.length + 1);
  const copy = JSON.parse((await get(fresh.origin, `/api/conversations/${conversation}`)).text);
  const answer = copy.messages.at(-1);
  assert.deepEqual([...findingsInDatabase(join(fresh.folder, "data/parley.db"))], []);
  assert.deepEqual([answer.state, answer.text, answer.error.code], [
    "failed",
    "begun ",
    "interrupted",
  ]);
});

Deno.test("fault 29: POST /api/import leaves nothing of a conversation that the disk has no room for", async () => {
  using folder = temporaryFolder();
  let db: DatabaseSync | undefined;
  await using journal = openSqliteJournal(join(folder.path, "parley.db"), {
    open: (path) => db = openDatabase(path),
  });
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address, journal });
  const conversation = crypto.randomUUID();
  const rows = Array.from({ length: 400 }).flatMap((_, turn) => {
    const [id, answer] = [crypto.randomUUID(), crypto.randomUUID()];
    return [
      { type: "user", id, parent: null, message: `Question ${turn}` },
      { type: "typing", id: answer, parent: id, request: id, model: "gemma:2b", message: TYPING },
      { type: "ai", id: answer, reason: "stop", message: "z".repeat(3_000) },
    ];
  }).map((row, at) => ({ ...row, conversation, seq: at + 1, time: 1 }));
  const file = [
    { type: "parley", version: 1, exported: 1 },
    ...rows,
    { type: "conversation", conversation, last: rows.length, title: "" },
    { type: "end", conversations: 1 },
  ].map((line) => `${JSON.stringify(line)}\n`).join("");
  const { page_count } = db?.prepare("PRAGMA page_count").get() ?? {};
  db?.exec(`PRAGMA max_page_count = ${Number(page_count) + 150}`);
  assert.equal((await send(parley.origin, file)).last?.type, "stopped");
  db?.exec("PRAGMA max_page_count = 1000000");
  assert.deepEqual(await listed(parley.origin), []);
  assert.equal((await get(parley.origin, `/api/conversations/${conversation}`)).status, 404);
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  client.send({ type: "open", conversation });
  assert.equal((await client.nextOf("opened")).upto, 0);

  assert.equal((await send(parley.origin, file)).last?.added, 1);
  await client.nextOf("ai");
  client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Go on" });
  assert.equal((await client.nextOf("accepted")).seq, rows.length + 1);
  for (const { conversation: left } of await journal.deletedBefore(Infinity)) {
    await journal.erase(left);
  }
  const [line] = await folded(parley.origin);
  assert.deepEqual([line.id, line.messages.length], [conversation, 802]);
});
