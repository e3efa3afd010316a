/** The reference flow's models: the list, the choice at run time, and what clients hear of it. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { type FakeOptions, startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect, type Frame } from "../support/ws_client.ts";

/** Asks for a model as the reference's page does. */
async function load(origin: string, model: string) {
  const response = await fetch(`${origin}/api/models/load`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model }),
  });
  return { status: response.status, body: await response.json() };
}

const spoken = ({ type, message }: Frame) => `${type}: ${message}`;

Deno.test("GET /api/models names the current model, and name, size and description of each", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  const { current_model, available_models } = await (await fetch(`${parley.origin}/api/models`))
    .json();
  assert.equal(current_model, "gemma:2b");
  const offered = ["gemma:2b", "phi3", "llama3.2:1b", "qwen2.5:1.5b"];
  assert.deepEqual(Object.keys(available_models), offered);
  for (const name of offered) {
    const model = available_models[name];
    assert.equal(model.name, name);
    assert.match(model.size, /^[\d.]+ [GM]B$/);
    assert.ok(model.description);
  }
});

Deno.test("POST /api/models/load makes a model the current one, and every client hears it", async () => {
  await using ollama = await startFakeOllama({ models: ["gemma:2b", "phi3"] });
  const env = { OLLAMA_MODEL: "gemma:2b" };
  await using parley = await startParley({ ollama: ollama.address, env });
  await using basic = await connect(parley.wsOrigin);
  await using page = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  for (const client of [basic, page]) await client.next();
  const message = "phi3 is ready. New conversations use it.";
  assert.deepEqual(await load(parley.origin, "phi3"), {
    status: 200,
    body: { success: true, message, current_model: "phi3" },
  });
  for (const client of [basic, page]) {
    assert.deepEqual((await client.until("system")).map(spoken), [
      "loading: Loading phi3 into memory",
      "loading: phi3 is loaded.",
      `system: ${message}`,
    ]);
  }
  const health = await (await fetch(`${parley.origin}/health`)).json();
  assert.equal(health.ollama_model, "phi3");
  const models = await (await fetch(`${parley.origin}/api/models`)).json();
  assert.equal(models.current_model, "phi3");
  basic.send({ message: "Hi" });
  await basic.nextOf("ai");
  assert.equal(Object(ollama.requests.at(-1)?.body).model, "phi3");
});

Deno.test("POST /api/models/load pulls a missing model, and a basic client hears only loading and system", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin);
  await client.next();
  const { status, body } = await load(parley.origin, "phi3");
  assert.deepEqual([status, body.success, body.current_model], [200, true, "phi3"]);
  assert.deepEqual(Object(ollama.requests.find(({ path }) => path === "/api/pull")?.body), {
    model: "phi3",
    stream: true,
  });
  const frames = await client.until("system");
  assert.match(spoken(frames[0]), /^loading: Downloading phi3/);
  assert.deepEqual([...new Set(frames.map(({ type }) => type))], ["loading", "system"]);
  for (const frame of frames) assert.deepEqual(Object.keys(frame), ["type", "message"]);
});

const FAILURES: {
  what: string;
  model: string;
  ollama: FakeOptions;
  status: number;
  says: RegExp;
}[] = [
  {
    what: "the registry does not know the model",
    model: "phi3",
    ollama: { pulls: [[{ line: { error: "pull model manifest: file does not exist" } }]] },
    status: 404,
    says: /file does not exist/,
  },
  {
    what: "the model is neither offered nor installed",
    model: "mistral:7b",
    ollama: {},
    status: 404,
    says: /ollama pull mistral:7b/,
  },
  {
    what: "Ollama cannot load it",
    model: "gemma:2b",
    ollama: { loads: [{ status: 500, body: '{"error":"not enough memory"}' }] },
    status: 502,
    says: /not enough memory/,
  },
];

for (const { what, model, ollama, status, says } of FAILURES) {
  Deno.test(`POST /api/models/load keeps the former model and says why when ${what}`, async () => {
    await using fake = await startFakeOllama(ollama);
    const former = "llama3.2:1b";
    const env = { OLLAMA_MODEL: former };
    await using parley = await startParley({ ollama: fake.address, env });
    const { status: given, body } = await load(parley.origin, model);
    assert.deepEqual([given, body.success, body.current_model], [status, false, former]);
    assert.match(body.message, says);
  });
}

Deno.test("models stay in memory: no request asks to unload one, and all ask for the same window", async () => {
  await using ollama = await startFakeOllama();
  const env = { OLLAMA_MODEL: "gemma:2b", NUM_CTX: "2048" };
  await using parley = await startParley({ ollama: ollama.address, env });
  await load(parley.origin, "gemma:2b");
  await using basic = await connect(parley.wsOrigin);
  for (const message of ["One?", "Two?"]) {
    basic.send({ message });
    await basic.nextOf("ai");
  }
  await using page = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const [conversation, id] = [crypto.randomUUID(), crypto.randomUUID()];
  page.send({ type: "open", conversation });
  page.send({ type: "prompt", conversation, id, message: "Three?" });
  await page.nextOf("ai");
  const asked = ollama.requests.filter(({ method }) => method === "POST");
  assert.deepEqual(asked.map(({ path }) => path), [
    "/api/generate",
    "/api/generate",
    "/api/generate",
    "/api/chat",
  ]);
  for (const { body } of asked) {
    assert.equal("keep_alive" in Object(body), false);
    assert.equal(Object(body).options.num_ctx, 2048);
  }
});
