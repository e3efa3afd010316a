import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { compileBinary } from "../support/binary.ts";
import { openWebuiExport } from "../support/foreign_exports.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { run } from "../support/process.ts";
import { connect } from "../support/ws_client.ts";

/** An empty folder to run in, which is also an empty HOME. */
async function emptyFolder() {
  const path = await Deno.makeTempDir({ prefix: "parley-binary-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

const READY = /^Parley is ready: (http:\S+)$/;

/** Runs the executable alone, on a free port, and waits until it is ready. */
async function serve(path: string, env: Record<string, string> = {}) {
  const binary = await compileBinary();
  const parley = run(binary, { cwd: path, env: { HOME: path, PORT: "0", ...env } });
  const origin = READY.exec(await parley.line(READY))?.[1] ?? "";
  return { parley, origin, wsOrigin: origin.replace("http", "ws") };
}

Deno.test("the executable says its version with the commit, and its help", async () => {
  const binary = await compileBinary();
  const { version } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  await using named = run(binary, { args: ["--version"] });
  const line = await named.line(/./);
  assert.match(line, new RegExp(`^parley ${version.replaceAll(".", "\\.")} \\([0-9a-f]{7,}\\)$`));
  await using helped = run(binary, { args: ["--help"] });
  await helped.line(/verify/);
  assert.equal((await helped.status).code, 0);
});

Deno.test("the executable alone serves page, health, models and both protocols", async () => {
  await using folder = await emptyFolder();
  await using ollama = await startFakeOllama();
  const { parley, origin, wsOrigin } = await serve(folder.path, { OLLAMA_HOST: ollama.address });
  await using _parley = parley;

  const page = await (await fetch(origin)).text();
  assert.match(page, /<title>Parley/);
  for (const [, path] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    const response = await fetch(origin + path);
    await response.body?.cancel();
    assert.equal(response.status, 200, path);
  }
  const health = await (await fetch(`${origin}/health`)).json();
  assert.deepEqual([health.status, health.ollama.reachable], ["healthy", true]);

  await using basic = await connect(wsOrigin);
  basic.send({ message: "Hi" });
  assert.deepEqual((await basic.until("ai")).map(({ type }) => type), [
    "system",
    "user",
    "typing",
    "ai",
  ]);
  await using session = await connect(wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = crypto.randomUUID();
  session.send({ type: "open", conversation });
  session.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Hi" });
  assert.equal((await session.nextOf("ai")).message, "Hello from the fake.");
});

Deno.test("the executable keeps an answer over kill -9, and marks it", async () => {
  await using folder = await emptyFolder();
  await using ollama = await startFakeOllama({ answers: [{ steps: ["partial"], end: "open" }] });
  const env = { OLLAMA_HOST: ollama.address };
  const conversation = crypto.randomUUID();
  {
    const { parley, wsOrigin } = await serve(folder.path, env);
    await using _parley = parley;
    const client = await connect(wsOrigin, { protocol: SUBPROTOCOL });
    client.send({ type: "open", conversation });
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Hi" });
    await client.nextOf("token");
    parley.kill("SIGKILL");
    await client.closed;
  }
  const { parley, wsOrigin } = await serve(folder.path, env);
  await using _parley = parley;
  await using client = await connect(wsOrigin, { protocol: SUBPROTOCOL });
  client.send({ type: "open", conversation });
  const opened = await client.nextOf("opened");
  const end = (opened.events as { type: string; code: string; text: string }[]).at(-1);
  assert.deepEqual([end?.type, end?.code, end?.text], ["error", "restarted", "partial"]);
});

Deno.test("the executable imports, searches and exports in its worker", async () => {
  await using folder = await emptyFolder();
  const { parley, origin } = await serve(folder.path);
  await using _parley = parley;
  const imported = await fetch(`${origin}/api/import`, {
    method: "POST",
    body: JSON.stringify(openWebuiExport),
    headers: { "content-type": "application/json" },
  });
  assert.match(await imported.text(), /"type":"done".*"added":1,/);
  const found = await (await fetch(`${origin}/api/conversations?q=Rotterdam`)).json();
  assert.equal(found.conversations[0].title, "Harbours of Europe");
  assert.match(
    await (await fetch(`${origin}/api/export`)).text(),
    /{"type":"end","conversations":1}\n$/,
  );
});

Deno.test("the executable says goodbye with 1001 on SIGTERM and exits 0", async () => {
  await using folder = await emptyFolder();
  const { parley, wsOrigin } = await serve(folder.path);
  await using _parley = parley;
  const client = await connect(wsOrigin);
  const started = performance.now();
  parley.kill("SIGTERM");
  assert.equal((await client.closed).code, 1001);
  assert.deepEqual([(await parley.status).code], [0]);
  assert.ok(performance.now() - started < 5_000);
});

Deno.test("the executable's verify is all well against an Ollama that answers", async () => {
  await using folder = await emptyFolder();
  await using ollama = await startFakeOllama();
  await using verify = run(await compileBinary(), {
    args: ["verify", "--json"],
    cwd: folder.path,
    env: { HOME: folder.path, PORT: "0", OLLAMA_HOST: ollama.address, OLLAMA_MODEL: "gemma:2b" },
  });
  const report = JSON.parse(await verify.line(/^\{/));
  assert.equal(report.ok, true, JSON.stringify(report));
  assert.equal((await verify.status).code, 0);
});

Deno.test("the executable may read no variable that is not Parley's", async () => {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  assert.match(tasks.compile, /--no-prompt/);
  assert.doesNotMatch(tasks.compile, /--allow-(all|run|ffi|sys|import)|\s-A\b|--allow-env(\s|$)/);
});
