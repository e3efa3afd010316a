import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { createErasing } from "../../server/chat/erasing.ts";
import { createInOrder } from "../../server/chat/in_order.ts";
import { createMemoryJournal } from "../../server/journal/memory.ts";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { recordingLog, startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

/** A server on which these things were said, each in a conversation of its own. */
async function talk(...messages: string[]) {
  const stack = new AsyncDisposableStack();
  const ollama = stack.use(await startFakeOllama());
  const parley = stack.use(await startParley({ ollama: ollama.address }));
  const client = stack.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  const ids: string[] = [];
  for (const message of messages) {
    const conversation = crypto.randomUUID();
    ids.push(conversation);
    client.send({ type: "open", conversation });
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message });
    await client.nextOf("ai");
  }
  async function ask(path: string, init: RequestInit = {}) {
    const response = await fetch(`${parley.origin}/api/conversations${path}`, init);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : {},
    };
  }
  const titles = async (query = "") =>
    (await ask(query)).body.conversations.map(({ title }: { title: string }) => title);
  return { parley, client, ids, ask, titles, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

Deno.test("GET /api/conversations lists newest first, a page at a time", async () => {
  await using t = await talk("first", "second", "third");
  assert.deepEqual(await t.titles(), ["third", "second", "first"]);
  const page = (await t.ask("?limit=2")).body;
  assert.equal(page.conversations.length, 2);
  assert.deepEqual(await t.titles(`?limit=2&before=${encodeURIComponent(page.next)}`), ["first"]);
});

Deno.test("GET /api/conversations?q= finds words of any script, in questions and answers", async () => {
  await using t = await talk("Where is the nearest harbour?", "你好吗", "Что такое Deno?");
  assert.deepEqual(await t.titles("?q=harbour"), ["Where is the nearest harbour?"]);
  assert.deepEqual(await t.titles(`?q=${encodeURIComponent("你好")}`), ["你好吗"]);
  assert.deepEqual(await t.titles(`?q=${encodeURIComponent("deno?")}`), ["Что такое Deno?"]);
  assert.equal((await t.titles("?q=fake")).length, 3);
  for (const query of ['"', "*", "AND", "a OR b", "NEAR(", "'; DROP TABLE rows; --"]) {
    assert.equal((await t.ask(`?q=${encodeURIComponent(query)}`)).status, 200, query);
  }
  assert.equal((await t.ask(`?q=${"x".repeat(201)}`)).status, 400);
});

Deno.test("GET /api/conversations/:id is the conversation, folded", async () => {
  await using t = await talk("Hi");
  const { body } = await t.ask(`/${t.ids[0]}`);
  assert.equal(body.id, t.ids[0]);
  assert.deepEqual(body.messages.map(({ text }: { text: string }) => text), [
    "Hi",
    "Hello from the fake.",
  ]);
  for (const id of ["x", "..", crypto.randomUUID()]) {
    assert.equal((await t.ask(`/${id}`)).status, 404, id);
  }
});

Deno.test("PATCH /api/conversations/:id renames, and bad bodies do not", async () => {
  await using t = await talk("Hi");
  const patch = (body: string, type = "application/json") =>
    t.ask(`/${t.ids[0]}`, { method: "PATCH", body, headers: { "content-type": type } });
  assert.equal((await patch('{"title":"A better one"}')).status, 204);
  assert.deepEqual(await t.titles(), ["A better one"]);
  assert.equal((await patch('{"title":""}')).status, 400);
  assert.equal((await patch('{"title":"x"}', "text/plain")).status, 415);
});

Deno.test("DELETE /api/conversations/:id hides it at once, and says gone from then on", async () => {
  await using t = await talk("keep", "drop");
  const path = `/${t.ids[1]}`;
  assert.equal((await t.ask(path, { method: "DELETE" })).status, 204);
  assert.deepEqual(await t.titles(), ["keep"]);
  assert.deepEqual(await t.titles("?q=drop"), []);
  assert.equal((await t.ask(path)).status, 410);
  assert.equal((await t.ask(path, { method: "DELETE" })).status, 410);
});

Deno.test("GET /api/conversations/:id/export gives the branch as Markdown, or all of it as JSON", async () => {
  await using t = await talk("Hi");
  const markdown = await t.ask(`/${t.ids[0]}/export`);
  assert.match(markdown.headers.get("content-type") ?? "", /^text\/markdown/);
  assert.match(
    markdown.headers.get("content-disposition") ?? "",
    /^attachment; filename="conversation-/,
  );
  assert.match(
    markdown.text,
    /^# Hi\n\n## You, \S+\n\nHi\n\n## gemma:2b, \S+\n\nHello from the fake\.\n$/,
  );
  const json = await t.ask(`/${t.ids[0]}/export?format=json`);
  assert.equal(json.body.messages.length, 2);
  assert.equal((await t.ask(`/${t.ids[0]}/export?format=pdf`)).status, 400);
});

Deno.test("createErasing() erases what was deleted 10 seconds ago, unless it was restored", async () => {
  const clock = install();
  try {
    await using journal = createMemoryJournal({ now: Date.now });
    const [gone, back] = [crypto.randomUUID(), crypto.randomUUID()];
    const say = (conversation: string, ...rows: Parameters<typeof journal.append>[0]["rows"]) => {
      const appended = journal.append({ owner: "local", conversation, rows });
      return clock.tickAsync(1).then(() => appended);
    };
    for (const conversation of [gone, back]) {
      await say(conversation, {
        type: "user",
        id: crypto.randomUUID(),
        parent: null,
        message: "x",
      });
      await say(conversation, { type: "deleted" });
    }
    const erasing = createErasing({
      journal,
      inOrder: createInOrder(),
      log: recordingLog(),
      onErased() {},
    });
    await erasing.recover();
    await clock.tickAsync(5_000);
    await say(back, { type: "restored" });
    assert.equal((await journal.summary(gone))?.erased, undefined);
    await clock.tickAsync(20_000);
    assert.equal((await journal.summary(gone))?.erased, true);
    assert.deepEqual((await journal.since(gone, 0)).rows, []);
    assert.equal((await journal.since(back, 0)).rows.length, 3);
    erasing.close();
  } finally {
    clock.uninstall();
  }
});
