/** A model that is chosen in a conversation is kept there by the server, whoever leaves meanwhile. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

Deno.test("the model chosen in a conversation holds there, although its chooser left during the pull", async () => {
  const pulled = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({
    pulls: [{ steps: [{ hold: pulled.promise }, { line: { status: "success" } }] }],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = crypto.randomUUID();
  client.send({ type: "open", conversation });
  client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Hi" });
  await client.nextOf("ai");
  const leaving = new AbortController();
  const load = fetch(`${parley.origin}/api/models/load`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "phi3", conversation }),
    signal: leaving.signal,
  });
  await ollama.nextRequest("/api/pull");
  leaving.abort();
  await assert.rejects(load);
  ollama.models.push({ name: "phi3:latest" });
  pulled.resolve();
  const settings = await client.nextOf("settings");
  assert.deepEqual([settings.conversation, settings.model], [conversation, "phi3"]);
});

Deno.test("a model that is chosen for a conversation that is not there is loaded all the same", async () => {
  await using ollama = await startFakeOllama({ models: ["gemma:2b", "phi3"] });
  await using parley = await startParley({ ollama: ollama.address });
  const response = await fetch(`${parley.origin}/api/models/load`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "phi3", conversation: crypto.randomUUID() }),
  });
  assert.deepEqual([response.status, (await response.json()).current_model], [200, "phi3"]);
});
