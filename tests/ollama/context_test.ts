/** A real window, and what really fits into it. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startParley } from "../support/parley.ts";
import { MODEL, startRealOllama } from "../support/real_ollama.ts";
import { connect } from "../support/ws_client.ts";

Deno.test("30 turns in a window of 512 tokens never fail, and say how many were left out", async () => {
  await using ollama = await startRealOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: MODEL, NUM_CTX: "512", NUM_PREDICT: "8" },
  });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = crypto.randomUUID();
  client.send({ type: "open", conversation });
  let dropped = 0;
  for (let turn = 0; turn < 30; turn++) {
    const message = `This is message ${turn}. ${"Tell me more about it, please. ".repeat(4)}`;
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message });
    const end = await client.nextOf("ai", "error");
    // The model's own guard against loops may end an answer; the window must not.
    assert.ok(end.type === "ai" || end.code === "repeating", `${turn}: ${end.message}`);
    if (turn === 0) {
      client.send({ type: "settings", conversation, seed: 1, temperature: 0 });
      await client.nextOf("settings");
    }
    const context = end.context as { used: number; limit: number; dropped: number } | undefined;
    if (!context) continue;
    assert.ok(context.used <= context.limit && context.limit === 512, JSON.stringify(context));
    assert.ok(context.dropped >= dropped, "what was left out stays out");
    dropped = context.dropped;
  }
  assert.ok(dropped > 0);
});
