/**
 * What is told to end must end, also when memory was collected meanwhile: Deno loses the signal of
 * a fetch whose response nobody holds. The runner starts Deno with `--expose-gc` for this.
 */
import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

const { gc } = globalThis as { gc?: () => void };

/** Collects a few times, letting what waits for that run in between. */
async function collect() {
  assert.ok(gc, "run with --v8-flags=--expose-gc");
  for (let n = 0; n < 5; n++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function talk(env: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const ollama = stack.use(
    await startFakeOllama({
      answers: [{ steps: ["x"], end: "open" }],
      pulls: [{ steps: [{ line: { status: "pulling manifest" } }], end: "open" }],
    }),
  );
  const parley = stack.use(
    await startParley({ ollama: ollama.address, env: { OLLAMA_MODEL: "gemma:2b", ...env } }),
  );
  return { ollama, parley, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

Deno.test("a basic socket that closes ends its answer although memory was collected", async () => {
  await using t = await talk();
  const client = await connect(t.parley.wsOrigin);
  client.send({ message: "one" });
  const request = await t.ollama.nextRequest("/api/generate");
  await collect();
  await client[Symbol.asyncDispose]();
  assert.equal(await request.outcome, "left");
});

Deno.test("stop ends an answer although memory was collected", async () => {
  await using t = await talk();
  await using client = await connect(t.parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = crypto.randomUUID();
  client.send({ type: "open", conversation });
  client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Hi" });
  const { id } = await client.nextOf("token");
  await collect();
  client.send({ type: "stop", conversation, id });
  assert.equal((await client.nextOf("ai")).reason, "stopped");
});

Deno.test("silence is noticed although memory was collected", async () => {
  await using t = await talk({ OLLAMA_TIMEOUT: "1" });
  await using client = await connect(t.parley.wsOrigin);
  client.send({ message: "one" });
  await t.ollama.nextRequest("/api/generate");
  await collect();
  assert.match(String((await client.nextOf("error")).message), /OLLAMA_TIMEOUT/);
});

Deno.test("a pull is cancelled although memory was collected", async () => {
  await using t = await talk();
  const change = (method: string) =>
    fetch(`${t.parley.origin}/api/models/load`, {
      method,
      body: '{"model":"phi3"}',
      headers: { "content-type": "application/json" },
    });
  const loading = change("POST");
  const pull = await t.ollama.nextRequest("/api/pull");
  await collect();
  const cancelled = await change("DELETE");
  assert.equal(cancelled.status, 204);
  assert.equal(await pull.outcome, "left");
  const { success } = await (await loading).json();
  assert.equal(success, false);
});
