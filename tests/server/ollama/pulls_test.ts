/** Pulls that take their time: joined, watched, cancelled. */
import assert from "node:assert/strict";
import { createModels, type ModelEvent } from "../../../server/ollama/models.ts";
import { createRelay } from "../../../server/ollama/relay.ts";
import { type FakeOptions, startFakeOllama, type Step } from "../../support/fake_ollama.ts";
import { createManualClock } from "../../support/manual_clock.ts";

const layer = (completed: number): Step => ({
  line: { status: "pulling ab12", digest: "sha256:ab", total: 1000, completed },
});
const SUCCESS: Step = { line: { status: "success" } };

async function setUp(options: FakeOptions) {
  const fake = await startFakeOllama(options);
  const events: ModelEvent[] = [];
  const heard: { words: string; resolve: () => void }[] = [];
  const clock = createManualClock();
  const models = createModels({
    ollama: createRelay({ address: fake.address }),
    pullPolicy: "listed",
    recall: () => Promise.resolve(undefined),
    remember: () => Promise.resolve(),
    onFault: assert.ifError,
    onEvent(event) {
      events.push(event);
      for (const { words, resolve } of heard) if (event.message.includes(words)) resolve();
    },
    clock,
  });
  /** Resolves once an event with these words was told. */
  const hear = (words: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    heard.push({ words, resolve });
    if (events.some(({ message }) => message.includes(words))) resolve();
    return promise;
  };
  return { fake, models, events, clock, hear };
}

Deno.test("fault 17: load() joins a pull that is under way", async () => {
  const gate = Promise.withResolvers<void>();
  const { fake, models } = await setUp({
    models: ["gemma:2b"],
    pulls: [[layer(100), { hold: gate.promise }, SUCCESS]],
  });
  await using _ = fake;
  const first = models.load("phi3");
  await fake.nextRequest("/api/pull");
  const second = models.load("phi3:latest");
  fake.models.push({ name: "phi3" });
  gate.resolve();
  const results = await Promise.all([first, second]);
  assert.deepEqual(results.map(({ status }) => status), [200, 200]);
  assert.equal(fake.requests.filter(({ path }) => path === "/api/pull").length, 1);
});

Deno.test("load() tells how far a pull is, at most four times a second", async () => {
  const gates = [1, 2].map(() => Promise.withResolvers<void>());
  const { fake, models, events, clock, hear } = await setUp({
    models: [],
    pulls: [[
      { line: { status: "pulling manifest" } },
      ...[0, 100, 200, 300].map(layer),
      { hold: gates[0].promise },
      layer(800),
      { hold: gates[1].promise },
      layer(1000),
      SUCCESS,
    ]],
  });
  await using _ = fake;
  const loaded = models.load("phi3");
  await until(() => models.loading()[0]?.percent === 30);
  assert.deepEqual(events.map(({ message }) => message), ["Downloading phi3 (looking it up)"]);
  clock.tick(1000);
  await hear("30 %");
  gates[0].resolve();
  await hear("80 %");
  assert.deepEqual(models.loading(), [{
    type: "loading",
    model: "phi3",
    status: "downloading",
    percent: 80,
    bytesPerSecond: 800,
    secondsLeft: 1,
    message: "Downloading phi3: 80 %",
  }]);
  fake.models.push({ name: "phi3" });
  gates[1].resolve();
  assert.equal((await loaded).success, true);
  assert.deepEqual(models.loading(), []);
  assert.equal(clock.waiting, 0);
});

Deno.test("cancel() ends a pull, and whoever waits for it hears so", async () => {
  const { fake, models, events, clock } = await setUp({
    models: ["gemma:2b"],
    pulls: [{ steps: [layer(100)], end: "open" }],
  });
  await using _ = fake;
  const waiting = [models.load("phi3"), models.load("phi3")];
  const pull = await fake.nextRequest("/api/pull");
  assert.equal(models.cancel("phi3"), true);
  for (const result of await Promise.all(waiting)) {
    assert.deepEqual(result, {
      success: false,
      message: "Loading phi3 was cancelled.",
      current_model: "gemma:2b",
      status: 409,
    });
  }
  await pull.closed;
  const last = events.at(-1);
  assert.deepEqual(last?.type === "loading" && last.status, "cancelled");
  assert.equal(clock.waiting, 0);
  assert.equal(models.cancel("phi3"), false);
});

Deno.test("load() pulls again after it was cancelled", async () => {
  const { fake, models } = await setUp({ models: [], pulls: [{ end: "open" }, [SUCCESS]] });
  await using _ = fake;
  const cancelled = models.load("phi3");
  await fake.nextRequest("/api/pull");
  models.cancel("phi3");
  assert.equal((await cancelled).success, false);
  const again = models.load("phi3");
  await fake.nextRequest("/api/pull");
  fake.models.push({ name: "phi3" });
  assert.equal((await again).success, true);
});

Deno.test("close() ends every pull", async () => {
  const { fake, models, clock } = await setUp({ models: [], pulls: [{ end: "open" }] });
  await using _ = fake;
  const loads = [models.load("phi3"), models.load("llama3.2:1b")];
  await fake.nextRequest("/api/pull");
  await fake.nextRequest("/api/pull");
  models.close();
  assert.deepEqual((await Promise.all(loads)).map(({ status }) => status), [409, 409]);
  assert.equal(clock.waiting, 0);
});

Deno.test("load() lets the choice stand that was made last", async () => {
  const gate = Promise.withResolvers<void>();
  const { fake, models } = await setUp({
    models: ["gemma:2b"],
    pulls: [[{ hold: gate.promise }, SUCCESS]],
  });
  await using _ = fake;
  const slow = models.load("phi3");
  await fake.nextRequest("/api/pull");
  assert.equal((await models.load("gemma:2b")).current_model, "gemma:2b");
  fake.models.push({ name: "phi3" });
  gate.resolve();
  const { success, message, current_model } = await slow;
  assert.deepEqual({ success, current_model }, { success: true, current_model: "gemma:2b" });
  assert.match(message, /Another one was chosen since/);
});

/** Lets the event loop turn until something is so. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve));
}
