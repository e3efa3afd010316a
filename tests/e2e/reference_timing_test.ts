/** The reference flow's timing: all that is not the model is hardly to be noticed. */
import assert from "node:assert/strict";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

Deno.test("Parley's own share of an answer is less than the reference's 50 ms", async () => {
  await using ollama = await startFakeOllama();
  const env = { OLLAMA_MODEL: "gemma:2b" };
  await using parley = await startParley({ ollama: ollama.address, env });
  await using client = await connect(parley.wsOrigin);
  const times: number[] = [];
  for (let n = 0; n < 15; n++) {
    const { promise, resolve } = Promise.withResolvers<void>();
    ollama.answers = [[{ hold: promise }, "Yes."]];
    const sent = performance.now();
    client.send({ message: "Well?" });
    await ollama.nextRequest("/api/generate");
    const asked = performance.now();
    await client.nextOf("typing");
    // Carries the acknowledgement that a Deno which does not know TCP_NODELAY would wait for.
    client.send({ message: " " });
    const answered = performance.now();
    resolve();
    await client.nextOf("ai");
    times.push(asked - sent + performance.now() - answered);
  }
  const median = times.toSorted((a, b) => a - b)[7];
  assert.ok(median < 50, `${median.toFixed(1)} ms`);
});
