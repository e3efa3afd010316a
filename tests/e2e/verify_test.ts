import assert from "node:assert/strict";
import type { Step } from "../../server/cli/checklist.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { runParley } from "../support/parley_process.ts";
import { unusedAddress } from "../support/unused_address.ts";

const AUTH_TOKEN = "0123456789abcdef";
const NAMES = [
  "configuration",
  "data folder",
  "port",
  "Ollama",
  "model",
  "first token",
  "whole answer",
  "WebSocket",
];

/** What stands before each hop's line: ✓, ✗ or –. */
const marksOf = (stdout: string) => stdout.trim().split("\n").map((line) => line[0]).join("");

/** Runs `parley verify --json`; a hop's mark is `+` when it held, `-` when not, `.` when skipped. */
async function verifyJson(env: Record<string, string>) {
  const { code, stdout, stderr } = await runParley(["verify", "--json"], { env });
  assert.equal(stdout.trim().split("\n").length, 1, stderr);
  const { ok, steps }: { ok: boolean; steps: Step[] } = JSON.parse(stdout);
  assert.deepEqual(steps.map(({ name }) => name), NAMES);
  const marks = steps.map(({ ok, skipped }) => ok ? "+" : skipped ? "." : "-").join("");
  return { code, ok, steps, marks };
}

Deno.test("parley verify exits 0 with a line for each hop when all is well", async () => {
  await using ollama = await startFakeOllama();
  const env = { PORT: "0", OLLAMA_HOST: ollama.address };
  const { code, stdout, stderr } = await runParley(["verify"], { env });
  assert.equal(marksOf(stdout), "✓".repeat(NAMES.length));
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const lines = stdout.trim().split("\n");
  assert.deepEqual(lines.map((line) => line.slice(2).split("  ")[0]), NAMES);
  assert.match(lines[6], /\d+ tokens at \d+\.\d tokens\/s/);
});

Deno.test("parley verify needs no Ollama when DEMO is 1", async () => {
  const { code, marks } = await verifyJson({ PORT: "0", DEMO: "1" });
  assert.deepEqual({ code, marks }, { code: 0, marks: "++++++++" });
});

Deno.test("parley verify exits 1 and skips what needs Ollama when that is away", async () => {
  const env = { PORT: "0", OLLAMA_HOST: unusedAddress() };
  const { code, stdout } = await runParley(["verify"], { env });
  assert.equal(marksOf(stdout), "✓✓✓✗––––");
  assert.match(stdout, /Ollama is not running at http:\S+\. Start it with/);
  assert.equal(code, 1);
});

Deno.test("parley verify exits 1 and skips everything when the configuration is bad", async () => {
  const { code, ok, marks, steps } = await verifyJson({ PORT: "http", TOP_P: "2" });
  assert.deepEqual({ code, ok, marks }, { code: 1, ok: false, marks: "-......." });
  assert.match(steps[0].detail, /^PORT="http": must .*; TOP_P="2": must /);
});

Deno.test("parley verify exits 1 when the model never begins, with the relay's own words", async () => {
  await using ollama = await startFakeOllama({ answers: [{ end: "open" }] });
  const env = { PORT: "0", OLLAMA_HOST: ollama.address, OLLAMA_LOAD_TIMEOUT: "1" };
  const { code, marks, steps } = await verifyJson(env);
  assert.deepEqual({ code, marks }, { code: 1, marks: "+++++-.." });
  assert.match(steps[5].detail, /OLLAMA_LOAD_TIMEOUT/);
});

Deno.test("parley verify speaks with the Parley that runs, and shows it the token", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address, env: { AUTH_TOKEN } });
  const env = { PORT: String(parley.port), OLLAMA_HOST: ollama.address };
  const right = await verifyJson({ ...env, AUTH_TOKEN });
  assert.deepEqual([right.code, right.marks], [0, "++++++++"]);
  assert.ok(right.steps[7].detail.endsWith(`, at ${parley.origin}`), right.steps[7].detail);
  const wrong = await verifyJson({ ...env, AUTH_TOKEN: `${AUTH_TOKEN}!` });
  assert.deepEqual([wrong.code, wrong.marks], [1, "++-++++."]);
});

Deno.test("parley health exits 0 when the server is there, without Ollama or a token", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN } });
  const env = { PORT: String(parley.port), HOST: "0.0.0.0", ALLOW_OPEN: "1" };
  const { code, stdout, stderr } = await runParley(["health"], { env });
  assert.match(stdout, /^Parley \S+ is healthy at http:\/\/127\.0\.0\.1:\d+\.\n$/);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
});

Deno.test("parley health exits 1 with one line when no Parley answers", async () => {
  await using other = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("hello"),
  );
  for (const PORT of [String(other.addr.port), new URL(unusedAddress()).port]) {
    const { code, stdout, stderr } = await runParley(["health"], { env: { PORT } });
    assert.match(stderr, /^Parley is not healthy at http:\/\/127\.0\.0\.1:\d+: [^\n]+\n$/);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  }
});
