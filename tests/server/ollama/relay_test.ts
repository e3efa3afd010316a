import assert from "node:assert/strict";
import { createRelay } from "../../../server/ollama/relay.ts";
import { collectAnswer } from "../../support/collect_answer.ts";
import { startFakeOllama } from "../../support/fake_ollama.ts";

const CHAT = {
  model: "gemma:2b",
  messages: [{ role: "user" as const, content: "What is Python?" }],
  options: { temperature: 0.7 },
};

Deno.test("chat() joins the text of all lines that came in one read", async () => {
  await using fake = await startFakeOllama({
    answers: [[{ thinking: "Hm" }, { tokens: ["Py", "thon ", "is"] }, " a snake"]],
  });
  const relay = createRelay({ address: fake.address });
  const { text, thinking, deltas, done, error } = await collectAnswer(relay.chat(CHAT));
  assert.equal(error, undefined);
  assert.equal(text, "Python is a snake");
  assert.equal(thinking, "Hm");
  assert.ok(deltas <= 4, `${deltas} deltas`);
  assert.equal(done?.reason, "stop");
});

Deno.test("generate() reads thinking and text from their fields", async () => {
  await using fake = await startFakeOllama({ answers: [[{ thinking: "Hm" }, "Well", " then"]] });
  const relay = createRelay({ address: fake.address });
  const request = { model: "gemma:2b", prompt: "Hi", options: {} };
  const { text, thinking } = await collectAnswer(relay.generate(request));
  assert.deepEqual({ text, thinking }, { text: "Well then", thinking: "Hm" });
});

Deno.test("generate() sends the request's fields and stream, and nothing else", async () => {
  await using fake = await startFakeOllama();
  const relay = createRelay({ address: fake.address });
  const options = { temperature: 0.7, top_p: 0.9, top_k: 40, num_predict: 200, stop: ["User:"] };
  const request = { model: "gemma:2b", prompt: "Hi", options, truncate: undefined };
  await collectAnswer(relay.generate({ ...request, options: { ...options, seed: undefined } }));
  const { path, method, headers, body } = await fake.nextRequest();
  assert.deepEqual({ path, method }, { path: "/api/generate", method: "POST" });
  assert.deepEqual(body, { model: "gemma:2b", prompt: "Hi", options, stream: true });
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("accept-encoding"), "identity");
});

Deno.test("chat() sends the request's fields and stream, and nothing else", async () => {
  await using fake = await startFakeOllama();
  const relay = createRelay({ address: fake.address });
  await collectAnswer(relay.chat({ ...CHAT, think: true, truncate: false, shift: false }));
  const { path, body } = await fake.nextRequest();
  assert.equal(path, "/api/chat");
  const more = { think: true, truncate: false, shift: false, stream: true };
  assert.deepEqual(body, { ...CHAT, ...more });
});

Deno.test("chat() keeps the path of the address", async () => {
  await using fake = await startFakeOllama({ routes: { "/ollama/api/chat": ["Hi"] } });
  const relay = createRelay({ address: `${fake.address}/ollama` });
  const { error } = await collectAnswer(relay.chat(CHAT));
  assert.equal((await fake.nextRequest()).path, "/ollama/api/chat");
  assert.equal(error?.code, undefined);
});

Deno.test("chat() gives counts in tokens and milliseconds", async () => {
  await using fake = await startFakeOllama({
    answers: [{
      steps: ["a"],
      stats: { prompt_eval_count: 12, eval_count: 34, total_duration: 1_234_500_000 },
    }],
  });
  const relay = createRelay({ address: fake.address });
  const { done } = await collectAnswer(relay.chat(CHAT));
  assert.equal(done?.stats.promptTokens, 12);
  assert.equal(done?.stats.answerTokens, 34);
  assert.equal(done?.stats.totalMs, 1234.5);
});

Deno.test("chat() says length when the answer ran into its limit", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["a"], end: "length" }] });
  const relay = createRelay({ address: fake.address });
  assert.equal((await collectAnswer(relay.chat(CHAT))).done?.reason, "length");
});

Deno.test("chat() takes any other reason for stop", async () => {
  const line = { message: { content: "a" }, done: true, done_reason: "tomorrow" };
  await using fake = await startFakeOllama({ answers: [{ steps: [{ line }], end: "missing" }] });
  const relay = createRelay({ address: fake.address });
  const { text, done } = await collectAnswer(relay.chat(CHAT));
  assert.deepEqual({ text, done }, { text: "a", done: { reason: "stop", stats: {} } });
});

Deno.test("fault 5: chat() ends normally when the last line has no newline", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["a", "b"], end: "bare" }] });
  const relay = createRelay({ address: fake.address });
  const { text, done, error } = await collectAnswer(relay.chat(CHAT));
  assert.equal(error, undefined);
  assert.equal(text, "ab");
  assert.equal(done?.stats.answerTokens, 2);
});

Deno.test("fault 15: chat() gives an empty answer as one", async () => {
  await using fake = await startFakeOllama({ answers: [[]] });
  const relay = createRelay({ address: fake.address });
  const { text, deltas, done } = await collectAnswer(relay.chat(CHAT));
  assert.deepEqual({ text, deltas, reason: done?.reason }, { text: "", deltas: 1, reason: "stop" });
});

Deno.test("chat() closes the connection when its reader stops early", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["a", "b"], end: "open" }] });
  const relay = createRelay({ address: fake.address });
  for await (const _ of relay.chat(CHAT)) break;
  const request = await fake.nextRequest();
  assert.equal(await request.outcome, "left");
  await request.closed;
});

Deno.test("fault 13: chat() closes the connection when aborted while waiting for a token", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["a"], end: "open" }] });
  const relay = createRelay({ address: fake.address });
  const controller = new AbortController();
  const reason = new Error("stopped");
  let text = "";
  await assert.rejects(async () => {
    for await (const delta of relay.chat(CHAT, { signal: controller.signal })) {
      text += delta.text;
      queueMicrotask(() => controller.abort(reason));
    }
  }, reason);
  assert.equal(text, "a");
  await (await fake.nextRequest()).closed;
});

Deno.test("chat() closes the connection when aborted before the first token", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: [], end: "open" }] });
  const relay = createRelay({ address: fake.address });
  const controller = new AbortController();
  const reason = new Error("stopped");
  const answer = collectAnswer(relay.chat(CHAT, { signal: controller.signal }));
  const request = await fake.nextRequest();
  controller.abort(reason);
  await assert.rejects(answer, reason);
  await request.closed;
});

Deno.test("chat() asks nothing when it was aborted before", async () => {
  await using fake = await startFakeOllama();
  const relay = createRelay({ address: fake.address });
  const reason = new Error("stopped");
  await assert.rejects(
    collectAnswer(relay.chat(CHAT, { signal: AbortSignal.abort(reason) })),
    reason,
  );
  assert.equal(fake.requests.length, 0);
});

Deno.test("chat() uses a connection again after a whole answer", async () => {
  await using fake = await startFakeOllama();
  const relay = createRelay({ address: fake.address });
  for (let i = 0; i < 5; i++) {
    for await (const { done } of relay.chat(CHAT)) if (done) break;
  }
  const connections = new Set(fake.requests.map(({ connection }) => connection));
  assert.ok(connections.size < 5, `${connections.size} connections`);
});
