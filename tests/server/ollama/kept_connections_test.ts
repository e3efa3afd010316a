/** What Ollama sees when it closes connections that Parley keeps for later. */
import assert from "node:assert/strict";
import { createRelay } from "../../../server/ollama/relay.ts";
import { collectAnswer } from "../../support/collect_answer.ts";
import { startFakeOllama } from "../../support/fake_ollama.ts";

const REQUEST = {
  model: "gemma:2b",
  messages: [{ role: "user" as const, content: "Hi" }],
  options: {},
};

Deno.test("fault 2: chat() asks once after Ollama closed the kept connection", async () => {
  await using fake = await startFakeOllama({ answers: [["one"], ["two"]] });
  const relay = createRelay({ address: fake.address });
  assert.equal((await collectAnswer(relay.chat(REQUEST))).text, "one");
  await fake.closeIdle();
  assert.equal((await collectAnswer(relay.chat(REQUEST))).text, "two");
  assert.deepEqual(fake.requests.map(({ connection }) => connection), [1, 2]);
});

Deno.test("fault 2: chat() asks once after Ollama was started again", async () => {
  const before = await startFakeOllama({ answers: [["one"]] });
  const relay = createRelay({ address: before.address });
  assert.equal((await collectAnswer(relay.chat(REQUEST))).text, "one");
  await before.closeIdle();
  await before[Symbol.asyncDispose]();
  await using after = await startFakeOllama({ port: before.port, answers: [["two"]] });
  assert.equal((await collectAnswer(relay.chat(REQUEST))).text, "two");
  assert.equal(after.requests.length, 1);
});

Deno.test("fault 2: chat() finds Ollama again that was away for a while", async () => {
  const before = await startFakeOllama({ answers: [["one"]] });
  const relay = createRelay({ address: before.address });
  assert.equal((await collectAnswer(relay.chat(REQUEST))).text, "one");
  await before[Symbol.asyncDispose]();
  assert.equal((await collectAnswer(relay.chat(REQUEST))).text, "");
  await using after = await startFakeOllama({ port: before.port, answers: [["two"]] });
  assert.equal((await collectAnswer(relay.chat(REQUEST))).text, "two");
  assert.equal(after.requests.length, 1);
});
