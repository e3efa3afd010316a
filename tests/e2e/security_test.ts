/** What nobody may make the server do, whatever they send. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { recordingLog, startParley } from "../support/parley.ts";
import { rawRequest } from "../support/raw_request.ts";
import { startLives } from "../support/lives.ts";
import { connect } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

/** All that is ever asked of Ollama. */
const PATHS = new Set(
  ["generate", "chat", "tags", "ps", "show", "pull", "version"].map((name) => `/api/${name}`),
);

/** Names that would lead somewhere else if they were put into an address. */
const NAMES = [
  "../delete",
  "http://169.254.169.254/latest/meta-data",
  "//evil.example/x",
  "a/../../../etc/passwd",
  "x\r\nHost: evil.example",
  "x?y=z#w",
  "%2e%2e%2fdelete",
  "@evil.example",
  "phi3\u0000",
];

Deno.test("security 13: no name of a model leads to another path or another host", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address, env: { PULL_POLICY: "any" } });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = uuid();
  client.send({ type: "open", conversation });
  client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  await client.nextOf("ai");
  for (const model of NAMES) {
    client.send({ type: "settings", conversation, model });
    assert.equal((await client.nextOf("refused", "settings")).code, "bad_frame", model);
    for (const method of ["POST", "DELETE"]) {
      const response = await fetch(`${parley.origin}/api/models/load`, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model }),
      });
      await response.body?.cancel();
      assert.ok(response.status >= 400, `${method} ${model}`);
    }
  }
  assert.deepEqual(new Set(ollama.requests.map(({ path }) => path)).difference(PATHS), new Set());
  assert.deepEqual(ollama.requests.filter(({ path }) => path === "/api/pull"), []);
});

Deno.test("security 15: no word of a conversation stands in the log, even when everything fails", async () => {
  const canary = "kwyjibo";
  await using t = await startLives({
    answers: [
      [`${canary} said.`],
      { steps: [`${canary} `, { line: { error: "out of memory" } }], end: "missing" },
      { steps: [{ raw: `${canary}\n` }] },
    ],
  });
  const server = await t.start({ env: { LOG_LEVEL: "debug" } });
  await using client = await t.speak();
  const conversation = uuid();
  client.send({ type: "open", conversation });
  for (const turn of [1, 2, 3]) {
    client.send({ type: "prompt", conversation, id: uuid(), message: `${canary} ${turn}` });
    await client.nextOf("ai", "error");
  }
  client.send({ type: "rename", conversation, message: canary });
  client.send({ type: "settings", conversation, system: canary });
  await client.nextOf("settings");
  client.send({ type: "prompt", conversation, id: uuid(), message: canary, parent: uuid() });
  await client.nextOf("refused");
  client.send(`{"message":"${canary}`);
  await client.nextOf("refused");
  const found = await fetch(`${server.origin}/api/conversations?q=${canary}`);
  assert.ok((await found.text()).includes(canary));
  server.kill("SIGTERM");
  await server.status;
  assert.match(server.errors(), /SIGTERM/);
  assert.equal(server.errors().includes(canary), false, server.errors());
});

for (const host of ["a:b:c", "localhost:99999", "[::1", "localhost/x"]) {
  Deno.test(`security 2: a request for the host ${host} gets 421, and nothing it asked for is logged`, async () => {
    const log = recordingLog();
    await using parley = await startParley({ log, env: { AUTH_TOKEN: "0123456789abcdef" } });
    for (const path of ["/", "/health", "/ws", "/api/conversations"]) {
      const { status, headers } = await rawRequest(parley.port, {
        path: `${path}?q=kwyjibo`,
        headers: { host },
      });
      assert.equal(status, 421, path);
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(headers.get("referrer-policy"), "no-referrer", path);
    }
    assert.deepEqual(log.lines.filter(({ level }) => level === "error"), []);
    assert.equal(JSON.stringify(log.lines).includes("kwyjibo"), false);
  });
}

Deno.test("security 2: a request line that names a host which cannot be is answered, and not logged", async () => {
  const log = recordingLog();
  const token = "0123456789abcdef";
  await using parley = await startParley({ log, env: { AUTH_TOKEN: token } });
  const body = JSON.stringify({ token });
  const headers = {
    host: "localhost",
    "content-type": "application/json",
    "content-length": String(body.length),
  };
  const at = "http://localhost:99999";
  const session = { method: "POST", path: `${at}/api/session?q=kwyjibo`, headers, body };
  assert.equal((await rawRequest(parley.port, session)).status, 204);
  const health = { path: `${at}/health?q=kwyjibo`, headers: { host: "localhost" } };
  assert.equal((await rawRequest(parley.port, health)).status, 200);
  assert.equal(JSON.stringify(log.lines).includes("kwyjibo"), false);
});
