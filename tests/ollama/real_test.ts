/** What only a real Ollama can show. Tokens are real and sense is not: shapes are looked at. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startParley } from "../support/parley.ts";
import { MODEL, startRealOllama } from "../support/real_ollama.ts";
import { type Client, connect } from "../support/ws_client.ts";

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
    const { conversation, id } = await askUntilItSpeaks(client);
    client.send({ type: "stop", conversation, id });
    const ai = await client.nextOf("ai");
    assert.ok(ai.reason === "stopped" || ai.reason === "length", String(ai.reason));
    const next = crypto.randomUUID();
    client.send({ type: "open", conversation: next });
    client.send({ type: "prompt", conversation: next, id: crypto.randomUUID(), message: "Hi" });
    await client.nextOf("ai");
  });

  await t.step("fault 13: stop frees the slot of a real Ollama within 200 ms", async () => {
    await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
    // Ollama answers one at a time, so this is answered as soon as the slot is free.
    const askDirectly = async () => {
      const asked = performance.now();
      const response = await fetch(`${ollama.address}/api/generate`, {
        method: "POST",
        body: JSON.stringify({ model: MODEL, prompt: "A", raw: true, options: { num_predict: 1 } }),
        signal: AbortSignal.timeout(60_000),
      });
      const took = performance.now() - asked;
      // An Ollama whose client leaves just as an answer ends may never answer again.
      await response.text();
      return took;
    };
    const waited: number[] = [];
    // On a machine that does other things as well the best of a few tells what it can do.
    for (let tries = 0; tries < 5 && !waited.some((time) => time <= 200); tries++) {
      const alone = await askDirectly();
      const { conversation, id } = await askUntilItSpeaks(client);
      client.send({ type: "stop", conversation, id });
      waited.push(await askDirectly() - alone);
      await client.nextOf("ai");
    }
    assert.ok(waited.some((time) => time <= 200), waited.join(", "));
  });

  await t.step("continue after length goes on without saying anything again", async () => {
    await using short = await startParley({
      ollama: ollama.address,
      env: { OLLAMA_MODEL: MODEL, NUM_PREDICT: "12", TEMPERATURE: "0" },
    });
    await using client = await connect(short.wsOrigin, { protocol: SUBPROTOCOL });
    const conversation = crypto.randomUUID();
    client.send({ type: "open", conversation });
    const frame = { conversation, id: crypto.randomUUID() };
    client.send({ type: "prompt", ...frame, message: "Write a story about a fox and a hen." });
    const first = await client.nextOf("ai", "error");
    assert.equal(first.reason, "length", JSON.stringify(first));
    const said = String(first.message);
    client.send({ type: "continue", conversation, id: crypto.randomUUID(), of: first.id });
    const second = await client.nextOf("ai", "error");
    const whole = String(second.message);
    assert.ok(whole.startsWith(said) && whole.length > said.length, JSON.stringify([said, whole]));
    const more = whole.slice(said.length);
    assert.equal(said.includes(more) || more.includes(said), false, JSON.stringify([said, whole]));
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

/** Asks in new conversations until an answer begins: a model this small may have nothing to say. */
async function askUntilItSpeaks(client: Client): Promise<{ conversation: string; id: unknown }> {
  for (let tries = 0; tries < 10; tries++) {
    const conversation = crypto.randomUUID();
    client.send({ type: "open", conversation });
    const frame = { type: "prompt", conversation, id: crypto.randomUUID() };
    client.send({ ...frame, message: "Count to a hundred." });
    const { type, id } = await client.nextOf("token", "ai");
    if (type === "token") return { conversation, id };
  }
  throw new Error("The model has nothing to say.");
}
