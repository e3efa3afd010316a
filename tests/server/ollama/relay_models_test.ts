import assert from "node:assert/strict";
import { createRelay } from "../../../server/ollama/relay.ts";
import { startFakeOllama } from "../../support/fake_ollama.ts";
import { failure, reply } from "../../support/fake_routes.ts";

Deno.test("installed() gives names and sizes, and tells what is remote", async () => {
  await using fake = await startFakeOllama({
    models: [
      { name: "gemma:2b", size: 1_678_456_656 },
      { name: "gpt-oss:120b-cloud", size: 384 },
      { name: "mine", size: 400, remote_host: "https://ollama.com:443", remote_model: "x" },
    ],
  });
  assert.deepEqual(await createRelay({ address: fake.address }).installed(), [
    { name: "gemma:2b", size: 1_678_456_656, remote: false },
    { name: "gpt-oss:120b-cloud", size: 0, remote: true },
    { name: "mine:latest", size: 0, remote: true },
  ]);
});

Deno.test("loaded() gives names and windows", async () => {
  await using fake = await startFakeOllama({ loaded: ["gemma:2b"] });
  const relay = createRelay({ address: fake.address });
  assert.deepEqual(await relay.loaded(), [{ name: "gemma:2b", contextLength: 4096 }]);
});

Deno.test("details() gives the window and what the model can do", async () => {
  await using fake = await startFakeOllama();
  assert.deepEqual(await createRelay({ address: fake.address }).details("gemma:2b"), {
    contextLength: 32768,
    capabilities: ["completion"],
  });
});

Deno.test("details() does without what an older Ollama does not say", async () => {
  await using fake = await startFakeOllama({ routes: { "/api/show": reply({}) } });
  const relay = createRelay({ address: fake.address });
  assert.deepEqual(await relay.details("gemma:2b"), { capabilities: [] });
});

Deno.test("details() says how to install a missing model", async () => {
  await using fake = await startFakeOllama();
  const relay = createRelay({ address: fake.address });
  const message = /ollama pull phi3/;
  await assert.rejects(relay.details("phi3"), { code: "model_missing", message });
});

Deno.test("version() gives what Ollama says, 0.0.0 too", async () => {
  await using fake = await startFakeOllama({
    routes: { "/api/version": reply({ version: "0.0.0" }) },
  });
  assert.equal(await createRelay({ address: fake.address }).version(), "0.0.0");
});

for (const body of ["<h1>Hi</h1>", "{}", "[]", '{"models":[{"size":1}]}', '{"models":', ""]) {
  Deno.test(`installed() refuses the reply ${JSON.stringify(body)}`, async () => {
    await using fake = await startFakeOllama({ routes: { "/api/tags": { body } } });
    const relay = createRelay({ address: fake.address });
    await assert.rejects(relay.installed(), { code: "bad_reply", message: /\/api\/tags/ });
  });
}

Deno.test("installed() refuses a reply without end", async () => {
  const steps = Array.from({ length: 40 }, () => ({ raw: " ".repeat(256 * 1024) }));
  await using fake = await startFakeOllama({ routes: { "/api/tags": { steps } } });
  const relay = createRelay({ address: fake.address });
  await assert.rejects(relay.installed(), { code: "bad_reply", message: /too long/ });
});

Deno.test("load() asks for the model with no prompt, and with the window", async () => {
  await using fake = await startFakeOllama();
  const relay = createRelay({ address: fake.address });
  await relay.load("gemma:2b");
  await relay.load("gemma:2b", { num_ctx: 2048 });
  assert.deepEqual(fake.requests.map(({ path, body }) => ({ path, body })), [
    { path: "/api/generate", body: { model: "gemma:2b", stream: true } },
    {
      path: "/api/generate",
      body: { model: "gemma:2b", options: { num_ctx: 2048 }, stream: true },
    },
  ]);
  assert.deepEqual(fake.loaded, ["gemma:2b"]);
});

Deno.test("load() gives Ollama's words when the model cannot be loaded", async () => {
  await using fake = await startFakeOllama({ loads: [failure(500, "out of memory")] });
  const relay = createRelay({ address: fake.address });
  await assert.rejects(relay.load("gemma:2b"), { code: "upstream", message: /out of memory/ });
});

Deno.test("pull() gives each step, up to success", async () => {
  await using fake = await startFakeOllama();
  const relay = createRelay({ address: fake.address });
  const steps = await Array.fromAsync(relay.pull("phi3"));
  assert.deepEqual(steps.map(({ status }) => status), [
    "pulling manifest",
    "pulling 0123456789ab",
    "pulling 0123456789ab",
    "success",
  ]);
  assert.deepEqual(steps[1], {
    status: "pulling 0123456789ab",
    digest: "sha256:01",
    total: 1000,
    completed: 400,
  });
  assert.deepEqual((await fake.nextRequest()).body, { model: "phi3", stream: true });
});

Deno.test("fault 17: pull() gives Ollama's words from an error within the stream", async () => {
  const error = "pull model manifest: file does not exist";
  await using fake = await startFakeOllama({
    pulls: [[{ line: { status: "pulling manifest" } }, { line: { error } }]],
  });
  const pull = createRelay({ address: fake.address }).pull("nothing");
  assert.deepEqual((await pull[Symbol.asyncIterator]().next()).value, {
    status: "pulling manifest",
  });
  await assert.rejects(Array.fromAsync(pull), {
    code: "upstream",
    message: `Ollama says: ${error}`,
  });
});

Deno.test("pull() takes an end without success for an interruption", async () => {
  await using fake = await startFakeOllama({ pulls: [[{ line: { status: "pulling manifest" } }]] });
  const relay = createRelay({ address: fake.address });
  await assert.rejects(Array.fromAsync(relay.pull("phi3")), { code: "interrupted" });
});

Deno.test("pull() closes the connection when it is aborted", async () => {
  await using fake = await startFakeOllama({ pulls: [{ end: "open" }] });
  const controller = new AbortController();
  const reason = new Error("cancelled");
  const relay = createRelay({ address: fake.address });
  const pull = Array.fromAsync(relay.pull("phi3", { signal: controller.signal }));
  const request = await fake.nextRequest();
  controller.abort(reason);
  await assert.rejects(pull, reason);
  await request.closed;
});
