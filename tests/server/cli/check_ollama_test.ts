import assert from "node:assert/strict";
import { join } from "node:path";
import {
  checkFirstToken,
  checkModel,
  checkReachable,
  checkWholeAnswer,
} from "../../../server/cli/check_ollama.ts";
import { type Config, readConfig } from "../../../server/config.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { createOllama } from "../../../server/ollama/create.ts";
import { unusedAddress } from "../../support/unused_address.ts";
import { type FakeOllama, type FakeOptions, startFakeOllama } from "../../support/fake_ollama.ts";

const { signal } = new AbortController();
/** Nothing listens there. */
const NOWHERE = unusedAddress();

function configOf(env: Partial<Record<keyof Config, string>>): Config {
  const variables: Record<string, string | undefined> = env;
  return readConfig((name) => variables[name]).config;
}

/** What the checks are given, for the Ollama at an address. */
function facts(address: string, env: Partial<Record<keyof Config, string>> = {}) {
  const config = configOf({ OLLAMA_HOST: address, ...env });
  return { config, ollama: createOllama(config), running: undefined, model: "gemma:2b" };
}

/** Runs a check against a fake; the two are handed to it. */
async function against<T>(
  options: FakeOptions,
  check: (known: ReturnType<typeof facts>, fake: FakeOllama) => Promise<T>,
): Promise<T> {
  await using fake = await startFakeOllama(options);
  return await check(facts(fake.address), fake);
}

Deno.test("checkReachable() tells Ollama's version and address, or that the demo stands in", async () => {
  await using fake = await startFakeOllama();
  const real = await checkReachable(facts(fake.address), signal);
  assert.equal(real.detail, `version 0.17.0 at ${fake.address}`);
  const demo = await checkReachable(facts(NOWHERE, { DEMO: "1" }), signal);
  assert.deepEqual([demo.ok, demo.detail], [true, "the demo answers in its place (DEMO=1)"]);
});

Deno.test("checkReachable() says what to do when Ollama is away, or is something else", async () => {
  assert.deepEqual(await checkReachable(facts(NOWHERE), signal), {
    ok: false,
    detail: `Ollama is not running at ${NOWHERE}. Start it with: ollama serve`,
    advice: "set OLLAMA_HOST if it is elsewhere",
  });
  const html = { "/api/version": { body: "<html>hello</html>" } };
  const other = await against({ routes: html }, (known) => checkReachable(known, signal));
  assert.ok(!other.ok);
  assert.equal(other.advice, "set OLLAMA_HOST to Ollama itself");
});

Deno.test("checkModel() looks for the configured model, under the name that Ollama lists", async () => {
  await using fake = await startFakeOllama({
    models: ["a:1b", { name: "phi3:latest", size: 22e8 }],
  });
  const finding = await checkModel(facts(fake.address, { OLLAMA_MODEL: "phi3" }), signal);
  assert.deepEqual(finding, {
    ok: true,
    detail: "phi3:latest is installed, 2.2 GB",
    value: { model: "phi3:latest" },
  });
});

Deno.test("checkModel() looks for the first one installed when none is configured", async () => {
  const finding = await against({ models: ["a:1b", "b"] }, (known) => checkModel(known, signal));
  assert.deepEqual(finding.ok && finding.value, { model: "a:1b" });
});

Deno.test("checkModel() looks for the model that was chosen last, which the next server begins with", async () => {
  const DATA_DIR = await Deno.makeTempDir();
  await using _ = { [Symbol.asyncDispose]: () => Deno.remove(DATA_DIR, { recursive: true }) };
  await using fake = await startFakeOllama({ models: ["a:1b", "phi3"] });
  const known = facts(fake.address, { DATA_DIR });
  const modelLookedFor = async () => {
    const finding = await checkModel(known, signal);
    return finding.ok ? finding.value.model : finding.detail;
  };
  assert.equal(await modelLookedFor(), "a:1b");
  {
    await using journal = openSqliteJournal(join(DATA_DIR, "parley.db"));
    await journal.remember("model", "phi3");
  }
  assert.equal(await modelLookedFor(), "phi3:latest");
  fake.models = [];
  assert.match(await modelLookedFor(), /^phi3 is not installed/);
});

Deno.test("checkModel() looks for the current model of the Parley that runs", async () => {
  const health = { status: "healthy", version: "1.0.0", ollama_model: "b" } as const;
  const running = { origin: NOWHERE, health };
  const finding = await against(
    { models: ["a:1b", "b:latest"] },
    (known) => checkModel({ ...known, running }, signal),
  );
  assert.deepEqual(finding.ok && finding.value, { model: "b:latest" });
});

Deno.test("checkModel() gives the command when the model is missing", async () => {
  await using fake = await startFakeOllama({ models: ["a:1b", "b:2b"] });
  assert.deepEqual(await checkModel(facts(fake.address, { OLLAMA_MODEL: "phi3" }), signal), {
    ok: false,
    detail: "phi3 is not installed; there is a:1b, b:2b",
    advice: "ollama pull phi3, or set OLLAMA_MODEL to one that is there",
  });
  const empty = await against({ models: [] }, (known) => checkModel(known, signal));
  assert.equal(empty.detail, "gemma:2b is not installed; there is nothing");
});

Deno.test("checkFirstToken() goes as soon as the model has begun", async () => {
  const answers = [{ steps: [{ thinking: "Hm" }], end: "open" as const }];
  const outcome = await against({ answers }, async (known, fake) => {
    const finding = await checkFirstToken(known, signal);
    assert.equal(finding.ok, true);
    assert.match(finding.detail, /^after \d+ ms$/);
    return await fake.requests[0].outcome;
  });
  assert.equal(outcome, "left");
});

Deno.test("checkFirstToken() fails when the model says nothing", async () => {
  const finding = await against({ answers: [[]] }, (known) => checkFirstToken(known, signal));
  assert.ok(!finding.ok);
  assert.equal(finding.detail, "gemma:2b ended its answer without a word");
});

Deno.test("checkFirstToken() fails with Ollama's own words", async () => {
  const answers = [{ status: 500, body: '{"error":"model requires more system memory"}' }];
  const finding = await against({ answers }, (known) => checkFirstToken(known, signal));
  assert.ok(!finding.ok);
  assert.match(finding.detail, /model requires more system memory/);
  assert.match(finding.advice ?? "", /memory/);
});

Deno.test("checkWholeAnswer() tells the model's pace", async () => {
  const answers = [{ steps: ["a", "b"], stats: { eval_count: 30, eval_duration: 2e9 } }];
  const finding = await against({ answers }, (known) => checkWholeAnswer(known, signal));
  assert.equal(finding.ok, true);
  assert.match(finding.detail, /^in \d+ ms, 30 tokens at 15\.0 tokens\/s$/);
});

Deno.test("checkWholeAnswer() fails when the answer breaks off", async () => {
  const answers = [{ steps: ["a"], end: "cut" as const }];
  const finding = await against({ answers }, (known) => checkWholeAnswer(known, signal));
  assert.ok(!finding.ok);
  assert.match(finding.advice ?? "", /memory/);
});

Deno.test("checkWholeAnswer() asks with the server's window, so that nothing is loaded anew", async () => {
  await using fake = await startFakeOllama();
  await checkWholeAnswer(facts(fake.address, { NUM_CTX: "2048" }), signal);
  await checkWholeAnswer(facts(fake.address), signal);
  const [withWindow, without] = fake.requests.map(({ body }) => JSON.stringify(body));
  assert.match(withWindow, /"num_ctx":2048/);
  assert.doesNotMatch(without, /num_ctx/);
});
