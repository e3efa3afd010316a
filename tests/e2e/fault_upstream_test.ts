/** Ollama fails in every way it knows; what was shown stays, and what to do next is said. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { type Answer, type FakeOptions, startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { unusedAddress } from "../support/unused_address.ts";
import { connect } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

/** A server with a scripted Ollama, and a client that has opened an empty conversation. */
async function talk(options: FakeOptions, env: Record<string, string> = {}) {
  await using held = new AsyncDisposableStack();
  const ollama = held.use(await startFakeOllama(options));
  const parley = held.use(await startParley({ ollama: ollama.address, env }));
  const client = held.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  const conversation = uuid();
  client.send({ type: "open", conversation });
  const ask = (message = "Hi") => {
    const id = uuid();
    client.send({ type: "prompt", conversation, id, message });
    return id;
  };
  const all = held.move();
  return { ollama, client, conversation, ask, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

Deno.test("fault 1: without Ollama the question is kept, and Retry answers it once it is back", async () => {
  const address = unusedAddress();
  await using parley = await startParley({ ollama: address });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const [conversation, id] = [uuid(), uuid()];
  client.send({ type: "open", conversation });
  const asked = performance.now();
  client.send({ type: "prompt", conversation, id, message: "Are you there?" });
  const error = await client.nextOf("ai", "error");
  assert.ok(performance.now() - asked < 1_000, "it is said within a second");
  assert.equal(error.code, "unavailable");
  assert.ok(String(error.message).includes(address.replace("http://", "")), String(error.message));
  await using _back = await startFakeOllama({ port: Number(new URL(address).port) });
  client.send({ type: "retry", conversation, id: uuid(), of: id });
  assert.equal((await client.nextOf("ai", "error")).message, "Hello from the fake.");
});

/** What Ollama does, by row; and how the answer ends. */
const ENDS: { row: number; what: string; answer: Answer; end: Record<string, unknown> }[] = [
  {
    row: 3,
    what: "a connection that breaks off",
    answer: { steps: ["Hel", "lo"], end: "cut" },
    end: { type: "error", code: "interrupted", text: "Hello" },
  },
  {
    row: 4,
    what: "a stream that ends without done",
    answer: { steps: ["Hel", "lo"], end: "missing" },
    end: { type: "error", code: "interrupted", text: "Hello" },
  },
  {
    row: 4,
    what: "Ollama's guard against loops",
    answer: { steps: Array.from({ length: 40 }, () => "la "), end: "missing" },
    end: { type: "error", code: "repeating", text: "la ".repeat(40) },
  },
  {
    row: 5,
    what: "a last line without a newline",
    answer: { steps: ["Hel", "lo"], end: "bare" },
    end: { type: "ai", reason: "stop", message: "Hello" },
  },
  {
    row: 6,
    what: "an error inside the stream",
    answer: { steps: ["Hel", { line: { error: "out of memory" } }], end: "missing" },
    end: { type: "error", code: "upstream", text: "Hel" },
  },
  {
    row: 12,
    what: "a line that is no JSON",
    answer: { steps: ["Hel", { raw: "<html>\n" }] },
    end: { type: "error", code: "bad_reply", text: "Hel" },
  },
  {
    row: 15,
    what: "an empty answer",
    answer: [],
    end: { type: "ai", reason: "stop", message: "" },
  },
  {
    row: 15,
    what: "an answer that ran into its limit",
    answer: { steps: ["Hel"], end: "length" },
    end: { type: "ai", reason: "length", message: "Hel" },
  },
  {
    row: 15,
    what: "an answer of thoughts alone",
    answer: [{ thinking: "Hm." }],
    end: { type: "ai", reason: "stop", message: "", thinking: "Hm." },
  },
];

for (const { row, what, answer, end } of ENDS) {
  Deno.test(`fault ${row}: ${what} ends an answer as it is, with all its text`, async () => {
    await using t = await talk({ answers: [answer] });
    t.ask();
    const ended = await t.client.nextOf("ai", "error");
    const picked = Object.keys(end).map((key) => [key, ended[key]]);
    assert.deepEqual(Object.fromEntries(picked), end);
  });
}

Deno.test("fault 9: a model that is being loaded is said, and Stop ends the waiting", async () => {
  await using t = await talk({ answers: [{ steps: [{ hold: new Promise(() => {}) }] }] });
  const waiting = t.ollama;
  waiting.routes["/api/ps"] = { body: JSON.stringify({ models: [] }) };
  t.ask();
  const { id } = await t.client.nextOf("typing");
  let phase = await t.client.nextOf("phase");
  while (phase.phase !== "loading") phase = await t.client.nextOf("phase");
  assert.ok(Number(phase.since) > 0, "since when");
  t.client.send({ type: "stop", conversation: t.conversation, id });
  const { reason, message } = await t.client.nextOf("ai", "error");
  assert.deepEqual([reason, message], ["stopped", ""]);
  assert.equal(await (await waiting.nextRequest("/api/chat")).outcome, "left");
});

Deno.test("fault 10: an answer that stalls ends after OLLAMA_TIMEOUT with the text there is", async () => {
  await using t = await talk(
    { answers: [{ steps: ["so far"], end: "open" }] },
    { OLLAMA_TIMEOUT: "1" },
  );
  t.ask();
  const error = await t.client.nextOf("ai", "error");
  assert.deepEqual([error.code, error.text], ["timeout", "so far"]);
  assert.equal(await (await t.ollama.nextRequest("/api/chat")).outcome, "left");
});

Deno.test("fault 13: Stop ends an answer within 200 ms, keeps its text and closes the line to Ollama", async () => {
  await using t = await talk({ answers: [{ steps: ["so far"], end: "open" }] });
  const took: number[] = [];
  // On a machine that does other things as well the best of a few tells what it can do.
  for (let tries = 0; tries < 5 && !took.some((time) => time < 200); tries++) {
    t.ask();
    const { id } = await t.client.nextOf("token");
    const { outcome } = await t.ollama.nextRequest("/api/chat");
    const told = performance.now();
    t.client.send({ type: "stop", conversation: t.conversation, id });
    const ai = await t.client.nextOf("ai", "error");
    assert.equal(await outcome, "left");
    took.push(performance.now() - told);
    assert.deepEqual([ai.reason, ai.message], ["stopped", "so far"]);
  }
  assert.ok(took.some((time) => time < 200), took.join(", "));
});

Deno.test("fault 13: Stop ends an answer at once before Ollama has said anything at all", async () => {
  await using t = await talk({
    answers: [{ end: "open" }],
    routes: { "/api/ps": { end: "open" } },
  });
  t.ask();
  const { id } = await t.client.nextOf("typing");
  await t.ollama.nextRequest("/api/ps");
  t.client.send({ type: "stop", conversation: t.conversation, id });
  const ai = await t.client.nextOf("ai", "error");
  assert.deepEqual([ai.reason, ai.message], ["stopped", ""]);
  assert.deepEqual(t.ollama.requests.filter(({ path }) => path === "/api/chat"), []);
});

Deno.test("fault 16: three conversations with one slot hear their places and are answered in order", async () => {
  const gate = Promise.withResolvers<void>();
  await using t = await talk({ answers: [[{ hold: gate.promise }, "one"], ["two"], ["three"]] });
  t.ask("first");
  await t.ollama.nextRequest("/api/chat");
  const places: unknown[] = [];
  const later = [uuid(), uuid()];
  for (const conversation of later) {
    t.client.send({ type: "open", conversation });
    t.client.send({ type: "prompt", conversation, id: uuid(), message: conversation });
    let phase = await t.client.nextOf("phase");
    while (phase.conversation !== conversation) phase = await t.client.nextOf("phase");
    places.push([phase.phase, phase.position]);
  }
  assert.deepEqual(places, [["queued", 1], ["queued", 2]]);
  gate.resolve();
  const ends = [
    await t.client.nextOf("ai"),
    await t.client.nextOf("ai"),
    await t.client.nextOf("ai"),
  ];
  assert.deepEqual(ends.map(({ conversation }) => conversation), [t.conversation, ...later]);
  assert.equal(t.ollama.peak, 1);
});
