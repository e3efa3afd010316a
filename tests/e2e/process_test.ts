import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { findingsInDatabase } from "../../server/journal/check_database.ts";
import { CLOSE, SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { runParley, spawnParley } from "../support/parley_process.ts";
import { connect } from "../support/ws_client.ts";

/** The lines of a text that end in a newline. */
const linesOf = (text: string) => text.split("\n").slice(0, -1);

/** A port that is taken as long as the listener lives. */
function takenPort() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return { port: listener.addr.port, [Symbol.dispose]: () => listener.close() };
}

Deno.test("fault 37: parley exits 2 with a line for each fault when the configuration is bad", async () => {
  const env = { PORT: "http", HOST: "0.0.0.0", AUTH_TOKEN: "too short", LOG_LEVEL: "loud" };
  const { code, stdout, stderr } = await runParley([], { env });
  assert.deepEqual(linesOf(stderr), [
    'PORT="http": must be a whole number from 0 to 65535',
    "AUTH_TOKEN=(hidden): must have 16 characters or more, all of them letters, digits or signs of ASCII",
    'LOG_LEVEL="loud": must be one of debug, info, warning, error',
  ]);
  assert.equal(stdout, "");
  assert.equal(code, 2);
});

Deno.test("parley exits 2 when HOST opens it to strangers", async () => {
  const { code, stderr } = await runParley(["serve"], { env: { HOST: "0.0.0.0" } });
  assert.match(stderr, /^HOST="0\.0\.0\.0": can be reached from the network, .*\n$/);
  assert.equal(code, 2);
});

Deno.test("fault 37: parley exits 1 with one plain sentence when the port is taken", async () => {
  using taken = takenPort();
  const { code, stdout, stderr } = await runParley([], { env: { PORT: String(taken.port) } });
  const sentence = `Port ${taken.port} is taken by another program. Set PORT to another one.\n`;
  assert.deepEqual({ code, stdout, stderr }, { code: 1, stdout: "", stderr: sentence });
});

Deno.test("parley exits 1 with one plain sentence when the data folder cannot be used", async () => {
  const { code, stderr } = await runParley([], {
    env: { PORT: "0", DATA_DIR: ".env" },
    dotEnv: "",
  });
  assert.match(stderr, /^The data folder \.env cannot be used: [^\n]+\.\n$/);
  assert.equal(code, 1);
});

Deno.test("fault 30: a second parley on the same data folder exits 1 and says which runs", async () => {
  await using first = await spawnParley();
  const env = { PORT: "0", DATA_DIR: `${first.folder}/data` };
  const { code, stderr } = await runParley([], { env });
  assert.match(stderr, /^Parley is already running on \S+ \(pid \d+\)\.\n$/);
  assert.equal(code, 1);
});

Deno.test("parley reads .env in its working directory, and the environment wins", async () => {
  using taken = takenPort();
  const dotEnv = `PORT=${taken.port}\nTOP_K=none\n`;
  const { stderr } = await runParley([], { dotEnv, env: { TOP_K: "1" } });
  assert.match(stderr, new RegExp(`^Port ${taken.port} is taken`));
});

Deno.test("parley says what the reference's variables are called here", async () => {
  const { code, stderr } = await runParley(["health"], { env: { FASTAPI_PORT: "1", PORT: "x" } });
  assert.equal(code, 2);
  assert.match(stderr, /^PORT="x"/);
  await using server = await spawnParley({ dotEnv: "FASTAPI_PORT=9000\n" });
  server.kill("SIGTERM");
  await server.status;
  assert.match(server.errors(), /^FASTAPI_PORT has no effect: here it is called PORT\.\n/);
});

Deno.test("parley exits 2 and shows its usage when the command line is wrong", async () => {
  for (const args of [["srve"], ["serve", "now"], ["--jsn"], ["--json=yes"], ["constructor"]]) {
    const { code, stdout, stderr } = await runParley(args);
    assert.match(stderr, /Usage: parley/, args.join(" "));
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" }, args.join(" "));
  }
});

Deno.test("parley --help and --version exit 0", async () => {
  assert.match((await runParley(["--help"])).stdout, /^Parley: .*\n\nUsage: /);
  const { code, stdout } = await runParley(["-V"]);
  assert.match(stdout, /^parley \d+\.\d+\.\d+ \(from source\)\n$/);
  assert.equal(code, 0);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`fault 26: parley exits 0 within 5 s on ${signal}, saying goodbye to every socket`, async () => {
    await using ollama = await startFakeOllama({ answers: [{ steps: ["so far"], end: "open" }] });
    await using server = await spawnParley({ env: { OLLAMA_HOST: ollama.address } });
    const wsOrigin = server.origin.replace("http", "ws");
    await using idle = await connect(wsOrigin);
    await using busy = await connect(wsOrigin, { protocol: SUBPROTOCOL });
    const conversation = crypto.randomUUID();
    busy.send({ type: "open", conversation });
    busy.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Hi" });
    await busy.nextOf("token");

    const started = performance.now();
    server.kill(signal);
    const { code } = await server.status;
    assert.ok(performance.now() - started < 5_000);
    assert.equal(code, 0);
    assert.equal((await idle.closed).code, CLOSE.goingAway);
    assert.equal((await busy.closed).code, CLOSE.goingAway);
    assert.equal(await ollama.requests.at(-1)?.outcome, "left");
  });
}

Deno.test("fault 26: parley exits 0 within 5 s when a client never says goodbye", async () => {
  await using server = await spawnParley();
  const { hostname, port } = new URL(server.origin);
  using silent = await Deno.connect({ hostname, port: Number(port) });
  const head = [
    "GET /ws HTTP/1.1",
    `Host: ${hostname}:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${btoa("sixteen letters.")}`,
  ];
  await silent.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`));
  const answer = new Uint8Array(1024);
  const length = await silent.read(answer) ?? 0;
  assert.match(new TextDecoder().decode(answer.subarray(0, length)), /^HTTP\/1\.1 101 /);

  const started = performance.now();
  server.kill("SIGTERM");
  assert.equal((await server.status).code, 0);
  assert.ok(performance.now() - started < 5_000);
});

Deno.test("fault 26: parley exits 0 within 5 s while its worker does something that takes longer", async () => {
  await using server = await spawnParley();
  const data = `${server.folder}/data`;
  const search = async (words: string) =>
    await (await fetch(`${server.origin}/api/conversations?q=${words}`)).json();
  await using client = await connect(server.origin.replace("http", "ws"), {
    protocol: SUBPROTOCOL,
  });
  const ask = async () => {
    const conversation = crypto.randomUUID();
    client.send({ type: "open", conversation });
    client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message: "Hello" });
    await client.nextOf("error");
  };
  await ask();
  assert.equal((await search("hello")).conversations.length, 1);
  await ask();
  // Each search waits five seconds for the lock, in the worker's thread.
  using index = new DatabaseSync(`${data}/parley.search.db`);
  index.exec("BEGIN IMMEDIATE");
  const searches = Promise.allSettled(["hello", "hello", "hello"].map(search));
  await (await fetch(`${server.origin}/health`)).body?.cancel();

  const started = performance.now();
  server.kill("SIGTERM");
  const { code } = await server.status;
  const took = performance.now() - started;
  assert.ok(took < 5_000, `${took} ms`);
  assert.equal(code, 0);
  await searches;
  assert.doesNotMatch(server.errors(), /did not end in time/);
  assert.deepEqual([...findingsInDatabase(`${data}/parley.db`)], []);
});

Deno.test("fault 32: parley starts with a damaged database, says where it was put, and keeps it", async () => {
  await using first = await spawnParley();
  const folder = `${first.folder}/data`;
  first.kill("SIGTERM");
  await first.status;
  const damaged = "this was a database once ".repeat(200);
  for (const end of ["", "-wal", "-shm"]) {
    await Deno.remove(`${folder}/parley.db${end}`).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
  await Deno.writeTextFile(`${folder}/parley.db`, damaged);
  await using second = await spawnParley({ env: { PORT: "0", DATA_DIR: folder } });
  const kept = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.includes("corrupt"));
  assert.equal(kept.length, 1);
  assert.equal(await Deno.readTextFile(`${folder}/${kept[0]}`), damaged);
  assert.ok(second.errors().includes(kept[0]));
  await using client = await connect(second.origin.replace("http", "ws"));
  assert.equal((await client.next()).type, "system");
});
