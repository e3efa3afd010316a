/** What only a real Ollama can show. Tokens are real and sense is not: shapes are looked at. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startParley } from "../support/parley.ts";
import { MODEL, startRealOllama } from "../support/real_ollama.ts";
import { connect } from "../support/ws_client.ts";

Deno.test("Parley answers with a real Ollama", async (t) => {
  await using ollama = await startRealOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: MODEL, NUM_PREDICT: "40" },
  });

  await t.step("over the basic protocol: user, typing, ai", async () => {
    await using client = await connect(parley.wsOrigin);
    await client.next();
    client.send({ message: "What is Python?" });
    const frames = await client.until("ai");
    assert.deepEqual(frames.map(({ type }) => type), ["user", "typing", "ai"]);
    assert.equal(String(frames[2].message), String(frames[2].message).trim());
  });

  await t.step("over parley.v1: tokens that join to the whole, and Ollama's figures", async () => {
    await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
    const conversation = crypto.randomUUID();
    client.send({ type: "open", conversation });
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Say hello." });
    const frames = await client.until("ai");
    const tokens = frames.filter(({ type }) => type === "token");
    const ai = frames.at(-1);
    assert.equal(tokens.map(({ message }) => message).join(""), ai?.message);
    assert.ok(Number((ai?.stats as { answerTokens: number }).answerTokens) > 0);
  });

  await t.step("stop ends an answer and frees Ollama for the next", async () => {
    await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
    const [conversation, next] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const id of [conversation, next]) client.send({ type: "open", conversation: id });
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Count to 99." });
    const { id } = await client.nextOf("token");
    client.send({ type: "stop", conversation, id });
    const ai = await client.nextOf("ai");
    assert.ok(ai.reason === "stopped" || ai.reason === "length", String(ai.reason));
    client.send({ type: "prompt", conversation: next, id: crypto.randomUUID(), message: "Hi" });
    await client.nextOf("ai");
  });

  await t.step(
    "a model that is not there is named, with the command that installs it",
    async () => {
      await using lost = await startParley({
        ollama: ollama.address,
        env: { OLLAMA_MODEL: "not-there:1b" },
      });
      await using client = await connect(lost.wsOrigin);
      client.send({ message: "Hi" });
      assert.match(String((await client.nextOf("error")).message), /ollama pull not-there:1b/);
    },
  );

  await t.step("a pull that fails tells Ollama's reason and keeps the former model", async () => {
    const response = await fetch(`${parley.origin}/api/models/load`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "llama3.2:1b" }),
    });
    const body = await response.json();
    assert.deepEqual([response.status, body.success, body.current_model], [502, false, MODEL]);
    assert.match(body.message, /pull|manifest|registry/i);
  });

  await t.step("loading an installed model makes it the default", async () => {
    const response = await fetch(`${parley.origin}/api/models/load`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: MODEL }),
    });
    const body = await response.json();
    assert.deepEqual([response.status, body.success, body.current_model], [200, true, MODEL]);
  });
});
