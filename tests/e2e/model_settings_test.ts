/** What belongs to a model: its window, and how long it stays in memory. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

interface Asked {
  options?: { num_ctx?: number };
  keep_alive?: unknown;
}

async function talk(env: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const ollama = stack.use(await startFakeOllama({ models: ["gemma:2b", "phi3"] }));
  const parley = stack.use(await startParley({ ollama: ollama.address, env }));
  const client = stack.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  const conversation = uuid();
  client.send({ type: "open", conversation });
  const patch = async (body: object) => {
    const response = await fetch(`${parley.origin}/api/models/settings`, {
      method: "PATCH",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    return { status: response.status, body: await response.json() };
  };
  const get = async (query = "") =>
    await (await fetch(`${parley.origin}/api/models/settings${query}`)).json();
  const say = async () => {
    client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
    return await client.nextOf("ai", "error");
  };
  const lastOf = (path: string) => ollama.requests.findLast((r) => r.path === path)?.body as Asked;
  return {
    ollama,
    parley,
    client,
    conversation,
    patch,
    get,
    say,
    lastOf,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

Deno.test("PATCH /api/models/settings holds for the model's next requests, all of them", async () => {
  await using t = await talk();
  const { status, body } = await t.patch({ model: "gemma:2b", num_ctx: 8192, keep_alive: "30m" });
  assert.equal(status, 200);
  assert.deepEqual(body, { model: "gemma:2b", num_ctx: 8192, keep_alive: "30m" });
  const frame = await t.client.nextOf("model");
  assert.deepEqual(frame, { type: "model", model: "gemma:2b", num_ctx: 8192, keep_alive: "30m" });

  const end = await t.say();
  assert.equal((end.context as { limit: number }).limit, 8192);
  const chat = t.lastOf("/api/chat");
  assert.deepEqual([chat.options?.num_ctx, chat.keep_alive], [8192, "30m"]);

  await using basic = await connect(t.parley.wsOrigin);
  basic.send({ message: "Hi" });
  await basic.nextOf("ai", "error");
  const generate = t.lastOf("/api/generate");
  assert.deepEqual([generate.options?.num_ctx, generate.keep_alive], [8192, "30m"]);

  await fetch(`${t.parley.origin}/api/models/load`, {
    method: "POST",
    body: '{"model":"gemma:2b"}',
    headers: { "content-type": "application/json" },
  }).then((response) => response.body?.cancel());
  const load = t.lastOf("/api/generate");
  assert.deepEqual([load.options?.num_ctx, load.keep_alive], [8192, "30m"]);

  t.client.send({ type: "settings", conversation: t.conversation, model: "phi3" });
  await t.say();
  const other = t.lastOf("/api/chat");
  assert.deepEqual([other.options?.num_ctx, other.keep_alive], [undefined, undefined]);
});

Deno.test("PATCH /api/models/settings takes null for the default, which GET tells", async () => {
  await using t = await talk({ NUM_CTX: "2048" });
  await t.patch({ model: "phi3", num_ctx: 4096, keep_alive: -1 });
  assert.deepEqual(await t.get(), {
    defaults: { num_ctx: 2048 },
    models: { "phi3:latest": { num_ctx: 4096, keep_alive: -1 } },
  });
  assert.deepEqual(await t.get("?model=phi3"), {
    defaults: { num_ctx: 2048 },
    model: "phi3",
    chosen: { num_ctx: 4096, keep_alive: -1 },
  });
  assert.deepEqual((await t.patch({ model: "phi3", num_ctx: null })).body, {
    model: "phi3",
    keep_alive: -1,
  });
  await t.say();
  assert.equal(t.lastOf("/api/chat").options?.num_ctx, 2048);
});

Deno.test("PATCH /api/models/settings refuses what cannot be, with the bound", async () => {
  await using t = await talk();
  const cases: [object, RegExp][] = [
    [{ model: "gemma:2b", num_ctx: 40_000 }, /made for 32768 tokens/],
    [{ model: "gemma:2b", num_ctx: 1 }, /256 tokens or more/],
    [{ model: "gemma:2b", num_ctx: 1000.5 }, /whole number/],
    [{ model: "gemma:2b", num_ctx: "4096" }, /number of tokens/],
    [{ model: "gemma:2b", keep_alive: "soon" }, /30m/],
    [{ model: "gemma:2b", keep_alive: -2 }, /30m/],
    [{ model: "../x", num_ctx: 4096 }, /model's name/],
    [{ num_ctx: 4096 }, /model/],
  ];
  for (const [change, message] of cases) {
    const { status, body } = await t.patch(change);
    assert.equal(status, 400, JSON.stringify(change));
    assert.match(body.error.message, message);
  }
  assert.deepEqual((await t.get()).models, {});
});

Deno.test("a window is taken on trust while Ollama is away", async () => {
  await using parley = await startParley();
  const response = await fetch(`${parley.origin}/api/models/settings`, {
    method: "PATCH",
    body: '{"model":"gemma:2b","num_ctx":65536}',
    headers: { "content-type": "application/json" },
  });
  assert.deepEqual([response.status, await response.json()], [
    200,
    { model: "gemma:2b", num_ctx: 65536 },
  ]);
});

Deno.test("GET /api/models/details tells what a model was made for, or why that is not known", async () => {
  await using t = await talk();
  const details = async (origin: string, model: string) => {
    const response = await fetch(`${origin}/api/models/details?model=${model}`);
    return { status: response.status, body: await response.json() };
  };
  assert.deepEqual(await details(t.parley.origin, "gemma:2b"), {
    status: 200,
    body: { model: "gemma:2b", context_length: 32_768, capabilities: ["completion"] },
  });
  const missing = await details(t.parley.origin, "mistral");
  assert.deepEqual([missing.status, missing.body.error.code], [404, "model_missing"]);
  assert.equal((await details(t.parley.origin, "../x")).status, 404);
  await using alone = await startParley();
  const away = await details(alone.origin, "gemma:2b");
  assert.deepEqual([away.status, away.body.error.code], [502, "unavailable"]);
});
