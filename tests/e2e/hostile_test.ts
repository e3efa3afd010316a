import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

const FRAMES = 10_000;

/** A generator of numbers that is the same in every run. */
function randomFrom(seed: number) {
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
}

const CRAFTED = [
  "",
  " ",
  "\u0000",
  "null",
  "[]",
  "{}",
  "{",
  "}",
  '{"message":',
  '{"message":null}',
  '{"message":{"message":"x"}}',
  '{"__proto__":{"message":"x"}}',
  '{"constructor":{"prototype":{"message":1}}}',
  '{"message":1e999}',
  '{"type":"open"}',
  '{"type":"prompt","conversation":"../../etc/passwd","id":"x","message":7}',
  `{"type":"open","conversation":"${"0".repeat(36)}","since":-1}`,
  '{"type":"toString"}',
  '{"type":"__proto__"}',
  "[".repeat(5_000),
  `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  '"' + "\\u0000".repeat(1_000) + '"',
  "\ud800",
  '{"message":"\\ud800"',
];

/** Half of them crafted, half of them broken copies of good ones. */
function* hostileFrames(count: number) {
  const random = randomFrom(42);
  const good = JSON.stringify({ type: "ping", at: 1, message: 7 });
  for (let n = 0; n < count; n++) {
    if (n % 2 === 0) {
      yield CRAFTED[Math.floor(random() * CRAFTED.length)];
      continue;
    }
    const at = Math.floor(random() * good.length);
    yield good.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x10000)) +
      good.slice(at + 1);
  }
}

Deno.test("fault 27: 10,000 hostile frames at a basic socket harm no other socket's stream", async () => {
  const gate = Promise.withResolvers<void>();
  const tokens = Array.from({ length: 500 }, (_, n) => `token ${n} `);
  await using ollama = await startFakeOllama({
    answers: [[tokens[0], { hold: gate.promise }, ...tokens.slice(1)]],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using neighbour = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = crypto.randomUUID();
  neighbour.send({ type: "open", conversation });
  neighbour.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Hi" });
  await neighbour.nextOf("token");

  await using hostile = await connect(parley.wsOrigin);
  let sent = 0;
  for (const frame of hostileFrames(FRAMES)) {
    hostile.send(frame);
    if (++sent === FRAMES / 2) gate.resolve();
  }
  const { message } = await neighbour.nextOf("ai");
  assert.equal(message, tokens.join(""));
  // Frames are taken in order, so this one's answer comes after all of them were looked at.
  hostile.send({ message: "x".repeat(32_001) });
  let last = await hostile.nextOf("error");
  while (!/32001/.test(String(last.message))) last = await hostile.nextOf("error");
  assert.deepEqual(ollama.requests.filter(({ path }) => path === "/api/generate"), []);
});

Deno.test("fault 27: hostile frames at parley.v1 close that socket at most", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  for (let round = 0; round < 5; round++) {
    const hostile = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
    for (const frame of hostileFrames(200)) hostile.send(frame);
    // With frames still on their way the end may be a reset, which has no code.
    await hostile.closed;
  }
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  client.send({ type: "ping", at: 1 });
  assert.equal((await client.nextOf("pong")).at, 1);
  assert.deepEqual(await parley.journal.list("local"), []);
});

for (
  const [what, data, code] of [
    ["a frame over 1 MiB", JSON.stringify({ message: "x".repeat(1024 * 1024) }), 1009],
    ["a frame over 1 MiB of two-byte letters", "ж".repeat(600_000), 1009],
    ["a binary frame", new Uint8Array([1, 2, 3]), 1003],
  ] as const
) {
  Deno.test(`${what} closes its socket with ${code}`, async () => {
    await using parley = await startParley();
    const socket = new WebSocket(`${parley.wsOrigin}/ws`);
    const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
    socket.onopen = () => socket.send(data);
    assert.equal((await closed).code, code);
  });
}
