/** What an operator reads of answers: each counts once, when it has ended, by how it ended. */
import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { type FakeOptions, startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

/** Ollama's way of saying that it is busy. */
const BUSY = { status: 503, body: '{"error":"server busy, please try again"}' };

/** The counters of a server that are not 0. */
async function countedAt(origin: string) {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return text.split("\n").filter((line) => /^parley_\w+_total.* (?!0$)/.test(line));
}

/** A server with a scripted Ollama, its counts, and a client that has opened a conversation. */
async function talk(options: FakeOptions) {
  await using held = new AsyncDisposableStack();
  const ollama = held.use(await startFakeOllama(options));
  const parley = held.use(await startParley({ ollama: ollama.address }));
  const client = held.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  const conversation = uuid();
  client.send({ type: "open", conversation });
  const prompt = () => client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  const counted = () => countedAt(parley.origin);
  const all = held.move();
  return {
    client,
    conversation,
    prompt,
    counted,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

Deno.test("GET /metrics counts an answer with the tokens that Ollama counted", async () => {
  await using t = await talk({ answers: [["Hel", "lo", "."], { steps: ["a"], end: "length" }] });
  assert.deepEqual(await t.counted(), []);
  for (let time = 0; time < 2; time++) {
    t.prompt();
    await t.client.nextOf("ai");
  }
  assert.deepEqual(await t.counted(), [
    "parley_answer_tokens_total 4",
    'parley_answers_total{outcome="stop"} 1',
    'parley_answers_total{outcome="length"} 1',
  ]);
});

Deno.test("GET /metrics counts an answer that failed by the code of its error", async () => {
  await using t = await talk({ answers: [{ steps: ["Hel"], end: "cut" }] });
  t.prompt();
  await t.client.nextOf("error");
  assert.deepEqual(await t.counted(), ['parley_answers_total{outcome="interrupted"} 1']);
});

Deno.test("GET /metrics counts an answer that someone stopped as stopped, not as failed", async () => {
  await using t = await talk({ answers: [{ steps: ["Hel"], end: "open" }] });
  t.prompt();
  const { id } = await t.client.nextOf("token");
  assert.deepEqual(await t.counted(), [], "one that runs has not ended");
  t.client.send({ type: "stop", conversation: t.conversation, id });
  await t.client.nextOf("ai");
  assert.deepEqual(await t.counted(), ['parley_answers_total{outcome="stopped"} 1']);
});

Deno.test("GET /metrics counts an answer once, however often a busy Ollama was asked", async () => {
  await using t = await talk({ answers: [BUSY, BUSY, ["at last"]] });
  const clock = install({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    t.prompt();
    for (const longest of [1_250, 2_500]) {
      while ((await t.client.nextOf("phase")).phase !== "busy");
      await clock.tickAsync(longest);
    }
    await t.client.nextOf("ai");
  } finally {
    clock.uninstall();
  }
  assert.deepEqual(await t.counted(), [
    "parley_answer_tokens_total 1",
    'parley_answers_total{outcome="stop"} 1',
  ]);
});

Deno.test("GET /metrics counts answers of the basic protocol just so", async () => {
  await using ollama = await startFakeOllama({
    answers: [["Hel", "lo"], { steps: ["Hel"], end: "cut" }, BUSY, ["at last"], {
      steps: ["Hel"],
      end: "open",
    }],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin);
  for (const type of ["ai", "error"]) {
    client.send({ message: "Hi" });
    await client.nextOf(type);
  }
  client.send({ message: "Hi" });
  await client.nextOf("ai");
  for (let n = 0; n < 4; n++) await ollama.nextRequest("/api/generate");
  client.send({ message: "Hi" });
  const last = await ollama.nextRequest("/api/generate");
  client.close();
  assert.equal(await last.outcome, "left");
  assert.deepEqual(await countedAt(parley.origin), [
    "parley_answer_tokens_total 3",
    'parley_answers_total{outcome="stop"} 2',
    'parley_answers_total{outcome="stopped"} 1',
    'parley_answers_total{outcome="interrupted"} 1',
  ]);
});
