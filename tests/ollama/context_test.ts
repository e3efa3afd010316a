/** A real window, and what really fits into it. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startParley } from "../support/parley.ts";
import { MODEL, startRealOllama } from "../support/real_ollama.ts";
import { startRecordingProxy } from "../support/recording_proxy.ts";
import { connect } from "../support/ws_client.ts";

const WINDOW = 512;

Deno.test("30 turns in a window of 512 tokens never fail, and each prompt is a true suffix", async () => {
  await using ollama = await startRealOllama();
  await using proxy = startRecordingProxy(ollama.address);
  await using parley = await startParley({
    ollama: proxy.address,
    env: { OLLAMA_MODEL: MODEL, NUM_CTX: String(WINDOW), NUM_PREDICT: "8", SYSTEM_PROMPT: "Chat." },
  });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = crypto.randomUUID();
  client.send({ type: "open", conversation });
  const history: { role: string; content: string }[] = [];
  let dropped = 0;
  for (let turn = 0; turn < 30; turn++) {
    const message = `This is message ${turn}. ${"Tell me more about it, please. ".repeat(4)}`;
    const before = proxy.chats.length;
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message });
    const end = await client.nextOf("ai", "error");
    assert.equal(end.type, "ai", `${turn}: ${end.message}`);
    history.push({ role: "user", content: message });
    for (const { messages } of proxy.chats.slice(before)) {
      const [system, ...sent] = messages;
      assert.deepEqual(system, { role: "system", content: "Chat." });
      assert.equal(sent[0].role, "user");
      assert.deepEqual(sent, history.slice(-sent.length));
    }
    const sent = proxy.chats.at(-1)?.messages.length ?? 0;
    if (end.message !== "") history.push({ role: "assistant", content: String(end.message) });
    const context = end.context as { used: number; limit: number; dropped: number };
    assert.ok(context.used <= WINDOW && context.limit === WINDOW, JSON.stringify(context));
    assert.ok(context.dropped >= dropped, "what was left out stays out");
    const asked = end.message === "" ? history.length : history.length - 1;
    assert.equal(context.dropped, asked - (sent - 1), "it says how many were left out");
    dropped = context.dropped;
    if (turn > 0) continue;
    // From now on every run says the same, so that the model's guard against loops stays out of it.
    client.send({ type: "settings", conversation, seed: 7, temperature: 1 });
    await client.nextOf("settings");
  }
  assert.ok(dropped > 0);
});
