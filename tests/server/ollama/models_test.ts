import assert from "node:assert/strict";
import {
  createModels,
  type ModelEvent,
  type ModelsOptions,
} from "../../../server/ollama/models.ts";
import { createRelay } from "../../../server/ollama/relay.ts";
import { type FakeOllama, type FakeOptions, startFakeOllama } from "../../support/fake_ollama.ts";
import { failure } from "../../support/fake_routes.ts";
import { createManualClock } from "../../support/manual_clock.ts";

/** Models over a fake Ollama, with a memory that can be looked into. */
async function setUp(options: FakeOptions = {}, settings: Partial<ModelsOptions> = {}) {
  const fake = await startFakeOllama(options);
  return { fake, ...modelsAt(fake.address, settings) };
}

function modelsAt(address: string, settings: Partial<ModelsOptions> = {}) {
  const events: ModelEvent[] = [];
  const kept = new Map<string, unknown>();
  const clock = createManualClock();
  const models = createModels({
    ollama: createRelay({ address }),
    pullPolicy: "listed",
    recall: (key) => Promise.resolve(kept.get(key)),
    remember: (key, value) => Promise.resolve(void kept.set(key, value)),
    onEvent: (event) => events.push(event),
    onFault: assert.ifError,
    clock,
    ...settings,
  });
  return { models, events, kept, clock };
}

const paths = (fake: FakeOllama) => fake.requests.map(({ path }) => path);
const messages = (events: ModelEvent[]) => events.map(({ message }) => message);

Deno.test("current() is what is configured", async () => {
  const { models, kept } = modelsAt("http://127.0.0.1:9", { configured: "mistral:7b" });
  kept.set("model", "phi3");
  assert.equal(await models.current(), "mistral:7b");
});

Deno.test("current() is what was chosen last, where nothing is configured", async () => {
  const { models, kept } = modelsAt("http://127.0.0.1:9");
  kept.set("model", "phi3");
  assert.equal(await models.current(), "phi3");
});

Deno.test("current() is what is installed first, where nothing was chosen", async () => {
  const { fake, models, clock } = await setUp({
    models: [{ name: "big:cloud", remote_host: "https://ollama.com" }, "mistral:7b", "phi3"],
  });
  await using _ = fake;
  assert.equal(await models.current(), "mistral:7b");
  assert.equal(await models.current(), "mistral:7b");
  assert.equal(fake.requests.length, 1);
  fake.models = [{ name: "phi3" }];
  clock.tick(2000);
  assert.equal(await models.current(), "phi3:latest");
});

Deno.test("current() is gemma:2b, where nothing is known", async () => {
  const { models, kept } = modelsAt("http://127.0.0.1:9");
  kept.set("model", { not: "a name" });
  assert.equal(await models.current(), "gemma:2b");
});

Deno.test("list() merges the catalogue with what is installed and loaded", async () => {
  const { fake, models } = await setUp({ models: ["mistral:7b", "phi3"], loaded: ["phi3"] });
  await using _ = fake;
  const { current_model, available_models } = await models.list();
  assert.equal(current_model, "mistral:7b");
  const found = Object.values(available_models).map(({ name, installed, loaded }) =>
    [name, installed, loaded].join(" ")
  );
  assert.deepEqual(found, [
    "gemma:2b false false",
    "phi3 true true",
    "llama3.2:1b false false",
    "qwen2.5:1.5b false false",
    "mistral:7b true false",
  ]);
});

Deno.test("list() gives the catalogue while Ollama is away", async () => {
  const { current_model, available_models } = await modelsAt("http://127.0.0.1:9").models.list();
  assert.equal(current_model, "gemma:2b");
  assert.equal(Object.keys(available_models).length, 4);
});

Deno.test("list() names the default as the catalogue does", async () => {
  const { fake, models } = await setUp({ models: ["phi3"] });
  await using _ = fake;
  assert.equal((await models.list()).current_model, "phi3");
});

Deno.test("list() offers the demo alone where it is configured", async () => {
  const { models } = modelsAt("http://127.0.0.1:9", { configured: "demo" });
  const { current_model, available_models } = await models.list();
  assert.equal(current_model, "demo");
  assert.deepEqual(Object.keys(available_models), ["demo"]);
});

Deno.test("load() loads an installed model, and makes it the default for good", async () => {
  const { fake, models, events, kept } = await setUp({ models: ["gemma:2b", "mistral:7b"] });
  await using _ = fake;
  assert.deepEqual(await models.load("mistral:7b"), {
    success: true,
    message: "mistral:7b is ready. New conversations use it.",
    current_model: "mistral:7b",
    status: 200,
  });
  assert.equal(await models.current(), "mistral:7b");
  assert.equal(kept.get("model"), "mistral:7b");
  assert.deepEqual(paths(fake), ["/api/tags", "/api/generate"]);
  assert.deepEqual(events, [
    {
      type: "loading",
      model: "mistral:7b",
      status: "loading",
      message: "Loading mistral:7b into memory",
    },
    { type: "loading", model: "mistral:7b", status: "ready", message: "mistral:7b is loaded." },
    {
      type: "system",
      model: "mistral:7b",
      message: "mistral:7b is ready. New conversations use it.",
    },
  ]);
});

Deno.test("load() says what it holds for where it was chosen, once that is so", async () => {
  const { fake, models, events } = await setUp({ models: ["gemma:2b", "mistral:7b"] });
  await using _ = fake;
  const said = async (isUsed: boolean) => {
    const { message } = await models.load("mistral:7b", {
      useHere: () => Promise.resolve(isUsed),
    });
    return message;
  };
  assert.equal(
    await said(true),
    "mistral:7b is ready. This conversation uses it from now on, and so do new ones.",
  );
  assert.equal(messages(events).at(-1), "mistral:7b is ready. New conversations use it.");
  assert.equal(
    await said(true),
    "mistral:7b is ready. This conversation uses it from now on, as new ones do.",
  );
  assert.equal(await said(false), "mistral:7b is ready. New conversations use it.");
});

Deno.test("load() loads with what holds for the model", async () => {
  const { fake, models } = await setUp({}, {
    settingsOf: () => Promise.resolve({ num_ctx: 2048, keep_alive: "1h" }),
  });
  await using _ = fake;
  await models.load("gemma:2b");
  const { body } = await fake.nextRequest("/api/generate");
  assert.deepEqual(body, {
    model: "gemma:2b",
    options: { num_ctx: 2048 },
    keep_alive: "1h",
    stream: true,
  });
});

Deno.test("load() takes over from what is configured", async () => {
  const { fake, models } = await setUp({ models: ["phi3"] }, { configured: "gemma:2b" });
  await using _ = fake;
  await models.load("phi3:latest");
  assert.equal(await models.current(), "phi3");
});

Deno.test("load() pulls a missing model of the catalogue", async () => {
  const { fake, models, events } = await setUp({ models: [] });
  await using _ = fake;
  assert.equal((await models.load("phi3")).success, true);
  assert.deepEqual(paths(fake), ["/api/tags", "/api/pull", "/api/generate"]);
  assert.equal(messages(events)[0], "Downloading phi3 (looking it up)");
  assert.equal(messages(events).at(-1), "phi3 is ready. New conversations use it.");
});

Deno.test("load() keeps the former model when Ollama cannot load the new one", async () => {
  const { fake, models, events } = await setUp({
    models: ["gemma:2b", "phi3"],
    loads: [failure(500, "model requires more system memory")],
  });
  await using _ = fake;
  const message = "phi3 could not be loaded. Ollama says: model requires more system memory";
  assert.deepEqual(await models.load("phi3"), {
    success: false,
    message,
    current_model: "gemma:2b",
    status: 502,
  });
  assert.deepEqual(events.at(-1), { type: "loading", model: "phi3", status: "failed", message });
  assert.deepEqual(models.loading(), []);
});

Deno.test("fault 17: load() tells everyone Ollama's own reason when a pull fails", async () => {
  const error = "pull model manifest: Get registry: no route to host";
  const { fake, models, events } = await setUp({
    models: ["gemma:2b"],
    pulls: [[{ line: { status: "pulling manifest" } }, { line: { error } }]],
  });
  await using _ = fake;
  const { status, message, current_model } = await models.load("phi3");
  assert.deepEqual({ status, current_model }, { status: 502, current_model: "gemma:2b" });
  assert.equal(message, `phi3 could not be loaded. Ollama says: ${error}`);
  assert.equal(messages(events).at(-1), message);
});

Deno.test("load() says 404 of a model that the registry does not know", async () => {
  const error = "pull model manifest: file does not exist";
  const { fake, models } = await setUp({ pulls: [[{ line: { error } }]] }, { pullPolicy: "any" });
  await using _ = fake;
  assert.equal((await models.load("no-such-model")).status, 404);
});

Deno.test("load() says 502 while Ollama is away, and where it was looked for", async () => {
  const { models, events } = modelsAt("http://127.0.0.1:9");
  const { status, message } = await models.load("phi3");
  assert.equal(status, 502);
  assert.match(message, /127\.0\.0\.1:9/);
  assert.deepEqual(events, []);
});

Deno.test("load() pulls what is not in the catalogue only where any may be pulled", async () => {
  const { fake, models, events } = await setUp({ models: [] });
  await using _ = fake;
  const { status, message } = await models.load("mistral:7b");
  assert.equal(status, 404);
  assert.match(message, /only those of its catalogue.*ollama pull mistral:7b$/);
  assert.ok(!paths(fake).includes("/api/pull"));
  assert.deepEqual(events, []);
  const any = modelsAt(fake.address, { pullPolicy: "any" });
  assert.equal((await any.models.load("mistral:7b")).success, true);
});

Deno.test("load() pulls the configured model although it is not in the catalogue", async () => {
  const { fake, models } = await setUp({ models: [] }, { configured: "mistral:7b" });
  await using _ = fake;
  assert.equal((await models.load("mistral:7b")).success, true);
});

Deno.test("load() pulls nothing where nothing may be pulled", async () => {
  const { fake, models } = await setUp({ models: [] }, { pullPolicy: "none" });
  await using _ = fake;
  const { status, message } = await models.load("phi3");
  assert.equal(status, 404);
  assert.match(message, /does not download models.*ollama pull phi3$/);
});

Deno.test("load() says that it failed, everywhere, when it is Parley that made a mistake", async () => {
  const faults: unknown[] = [];
  const error = new Error("The disk is gone");
  const { fake, models, events } = await setUp({ models: ["phi3"] }, {
    settingsOf: () => Promise.reject(error),
    onFault: (fault) => faults.push(fault),
  });
  await using _ = fake;
  const { success, status, message } = await models.load("phi3");
  assert.deepEqual([success, status], [false, 500]);
  assert.doesNotMatch(message, /disk/);
  assert.deepEqual(events.map((event) => event.type === "loading" && event.status), [
    "loading",
    "failed",
  ]);
  assert.deepEqual(faults, [error]);
  assert.deepEqual(models.loading(), []);
});

Deno.test("load() asks nobody for what is no name", async () => {
  const { fake, models } = await setUp();
  await using _ = fake;
  assert.deepEqual(await models.load("../../x"), {
    success: false,
    message: "This is not a name that a model can have.",
    current_model: "gemma:2b",
    status: 400,
  });
  assert.ok(!paths(fake).includes("/api/pull"));
});

Deno.test("load() says when the choice could not be saved", async () => {
  const remember = () => Promise.reject(new Error("disk full"));
  const { fake, models } = await setUp({}, { remember });
  await using _ = fake;
  const { success, message } = await models.load("gemma:2b");
  assert.equal(success, true);
  assert.match(message, /until the server is started again/);
});

Deno.test("load() does not remember the demo", async () => {
  const { fake, models, kept } = await setUp({ models: ["demo"] }, { configured: "demo" });
  await using _ = fake;
  assert.equal((await models.load("demo")).success, true);
  assert.equal(kept.size, 0);
});
