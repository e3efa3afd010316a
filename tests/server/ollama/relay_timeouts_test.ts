import assert from "node:assert/strict";
import type { Delta } from "../../../server/ollama/ollama.ts";
import { createRelay } from "../../../server/ollama/relay.ts";
import { collectAnswer } from "../../support/collect_answer.ts";
import { type Answer, startFakeOllama } from "../../support/fake_ollama.ts";
import { createManualClock } from "../../support/manual_clock.ts";

const CHAT = { model: "gemma:2b", messages: [], options: {} };

async function setUp(answer: Answer) {
  const clock = createManualClock();
  const chat = { ...CHAT, messages: [{ role: "user" as const, content: "Hi" }] };
  const fake = await startFakeOllama({ answers: [answer], loads: [answer] });
  const options = { firstByteTimeout: 300_000, idleTimeout: 120_000, clock };
  return { clock, fake, relay: createRelay({ address: fake.address, ...options }), chat };
}

Deno.test("fault 9: chat() gives up when the first token does not come", async () => {
  const { clock, fake, relay, chat } = await setUp({ end: "open" });
  await using _ = fake;
  const answer = collectAnswer(relay.chat(chat));
  const request = await fake.nextRequest();
  clock.tick(299_999);
  assert.equal(clock.waiting, 1);
  clock.tick(1);
  const { error } = await answer;
  assert.equal(error?.code, "timeout");
  assert.match(error.message, /300 s.*OLLAMA_LOAD_TIMEOUT.*ollama stop gemma:2b/);
  assert.equal(clock.waiting, 0);
  await request.closed;
});

Deno.test("fault 10: chat() gives up when an answer stalls, and keeps the text", async () => {
  const { clock, fake, relay, chat } = await setUp({ steps: ["a"], end: "open" });
  await using _ = fake;
  const deltas: Delta[] = [];
  await assert.rejects(async () => {
    for await (const delta of relay.chat(chat)) {
      deltas.push(delta);
      // The reader asks for more first, and then time passes.
      setTimeout(() => clock.tick(120_000));
    }
  }, { code: "timeout", message: /120 s.*OLLAMA_TIMEOUT/ });
  assert.deepEqual(deltas, [{ text: "a", thinking: "" }]);
  assert.equal(clock.waiting, 0);
  await (await fake.nextRequest()).closed;
});

Deno.test("chat() does not give up while tokens come", async () => {
  const { clock, fake, relay, chat } = await setUp(["a", "b", "c", "d"]);
  await using _ = fake;
  let text = "";
  for await (const delta of relay.chat(chat)) {
    text += delta.text;
    clock.tick(119_000);
  }
  assert.equal(text, "abcd");
  assert.equal(clock.waiting, 0);
});

Deno.test("chat() does not wait for an end that does not come after done", async () => {
  const last = { line: { message: { content: "a" }, done: true } };
  const { clock, fake, relay, chat } = await setUp({ steps: [last], end: "open" });
  await using _ = fake;
  const answer = collectAnswer(relay.chat(chat));
  const request = await fake.nextRequest();
  const timer = setInterval(() => clock.tick(100));
  const { text, error } = await answer;
  clearInterval(timer);
  assert.deepEqual({ text, error }, { text: "a", error: undefined });
  await request.closed;
});

Deno.test("load() gives up when the model does not come", async () => {
  const { clock, fake, relay } = await setUp({ end: "open" });
  await using _ = fake;
  const loaded = relay.load("gemma:2b");
  await fake.nextRequest();
  clock.tick(300_000);
  await assert.rejects(loaded, { code: "timeout", message: /OLLAMA_LOAD_TIMEOUT/ });
  assert.equal(clock.waiting, 0);
});

Deno.test("pull() gives up when Ollama says nothing of the download", async () => {
  const clock = createManualClock();
  await using fake = await startFakeOllama({ routes: { "/api/pull": { end: "open" } } });
  const relay = createRelay({ address: fake.address, firstByteTimeout: 300_000, clock });
  const pulled = Array.fromAsync(relay.pull("gemma:2b"));
  await fake.nextRequest();
  clock.tick(300_000);
  await assert.rejects(pulled, { code: "timeout", message: /of the download for 300 s/ });
});

Deno.test("installed() gives up soon when Ollama says nothing", async () => {
  const clock = createManualClock();
  await using fake = await startFakeOllama({ routes: { "/api/tags": { end: "open" } } });
  const relay = createRelay({ address: fake.address, clock });
  const installed = relay.installed();
  await fake.nextRequest();
  clock.tick(5_000);
  await assert.rejects(installed, { code: "unavailable", message: /no answer for 5 s/ });
});
