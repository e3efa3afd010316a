import assert from "node:assert/strict";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";
import { rawRequest } from "../support/raw_request.ts";

const JSON_TYPE = { "content-type": "application/json" };

/** What a fetch came to, with its body read. */
async function ask(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json && text ? JSON.parse(text) : {},
  };
}

Deno.test("every answer carries the security headers", async () => {
  await using parley = await startParley();
  for (const path of ["/", "/health", "/api/models", "/nothing", "/static/nothing.js"]) {
    const { headers } = await ask(parley.origin + path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy.replace(/'sha256-[^']+'/, "'sha256-…'"), SNAPSHOT, path);
    assert.deepEqual(
      [
        "x-content-type-options",
        "referrer-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
      ].map((name) => headers.get(name)),
      [
        "nosniff",
        "no-referrer",
        "same-origin",
        "same-origin",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
      ],
      path,
    );
  }
});

const SNAPSHOT = new RegExp(
  "^" + [
    "default-src 'none'",
    "script-src 'self' 'sha256-…'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ") + "$",
);

Deno.test("GET / is the page: fresh at each visit, 304 when it is known", async () => {
  await using parley = await startParley();
  const first = await ask(`${parley.origin}/`);
  assert.equal(first.status, 200);
  assert.equal(first.headers.get("cache-control"), "no-cache");
  const etag = first.headers.get("etag") ?? "";
  const again = await ask(`${parley.origin}/`, { headers: { "if-none-match": etag } });
  assert.deepEqual([again.status, again.text], [304, ""]);
});

Deno.test("GET /static under the build is kept for a year, and compressed", async () => {
  await using parley = await startParley();
  const page = await ask(`${parley.origin}/`);
  const path = /src="(\/static\/[0-9a-f]{12}\/start\.js)"/.exec(page.text)?.[1] ?? "";
  const module = await ask(parley.origin + path);
  assert.equal(module.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.match(module.headers.get("content-type") ?? "", /^text\/javascript/);
  const raw = await rawRequest(parley.port, {
    path,
    headers: { host: "localhost", "accept-encoding": "gzip" },
  });
  assert.equal(raw.headers.get("content-encoding"), "gzip");
});

Deno.test("data is never kept by a cache", async () => {
  await using parley = await startParley();
  for (const path of ["/health", "/api/models", "/metrics"]) {
    const { headers } = await ask(parley.origin + path);
    assert.equal(headers.get("cache-control"), "no-store", path);
  }
});

Deno.test("GET /health is 200 and says whether Ollama can be reached", async () => {
  const ollama = await startFakeOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: "gemma:2b" },
  });
  const { status, body } = await ask(`${parley.origin}/health`);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), [
    "status",
    "version",
    "ollama_host",
    "ollama_model",
    "ollama_timeout",
    "ollama",
  ]);
  assert.deepEqual(
    [body.status, body.ollama_host, body.ollama_model, body.ollama_timeout, body.ollama.reachable],
    ["healthy", ollama.address, "gemma:2b", 120, true],
  );
  await ollama[Symbol.asyncDispose]();
  const away = await ask(`${parley.origin}/health`);
  assert.deepEqual([away.status, away.body.ollama], [200, { reachable: false }]);
});

Deno.test("GET /health answers within 3 seconds while Ollama takes the call and says nothing", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken: Deno.Conn[] = [];
  const taking = (async () => {
    for await (const connection of silent) taken.push(connection);
  })();
  {
    await using parley = await startParley({ ollama: `http://127.0.0.1:${silent.addr.port}` });
    const started = performance.now();
    const { status, body } = await ask(`${parley.origin}/health`);
    assert.deepEqual([status, body.ollama.reachable], [200, false]);
    assert.ok(performance.now() - started < 3_000);
  }
  silent.close();
  await taking;
  for (const connection of taken) connection.close();
});

Deno.test("GET /ready is 503 with the reason until the model can answer", async () => {
  const ollama = await startFakeOllama({ models: ["phi3"] });
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: "gemma:2b" },
  });
  const missing = await ask(`${parley.origin}/ready`);
  assert.deepEqual([missing.status, missing.body.error.code], [503, "model_missing"]);
  ollama.models.push({ name: "gemma:2b" });
  assert.equal((await ask(`${parley.origin}/ready`)).status, 200);
  await ollama[Symbol.asyncDispose]();
  const away = await ask(`${parley.origin}/ready`);
  assert.deepEqual([away.status, away.body.error.code], [503, "unavailable"]);
});

Deno.test("GET /ready names neither Ollama nor the model to who does not show the token", async () => {
  const ollama = await startFakeOllama({ models: ["phi3"] });
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: "gemma:2b", AUTH_TOKEN: TOKEN },
  });
  const url = `${parley.origin}/ready`;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const bare = (code: string) => ({ error: { code, message: "Nothing is answered now." } });
  assert.deepEqual((await ask(url)).body, bare("model_missing"));
  assert.match((await ask(url, { headers })).text, /gemma:2b/);
  ollama.models.push({ name: "gemma:2b" });
  assert.deepEqual((await ask(url)).body, { status: "ready" });
  await ollama[Symbol.asyncDispose]();
  assert.deepEqual((await ask(url)).body, bare("unavailable"));
  assert.match((await ask(url, { headers })).text, new RegExp(RegExp.escape(ollama.address)));
});

Deno.test("unknown routes are 404 and wrong methods 405 with Allow", async () => {
  await using parley = await startParley();
  for (const path of ["/api/nothing", "/static/nothing.js", "/lib/nothing.js"]) {
    const missing = await ask(parley.origin + path);
    assert.deepEqual([missing.status, missing.body.error.code], [404, "not_found"], path);
    assert.equal((await ask(parley.origin + path, { method: "HEAD" })).status, 404, path);
  }
  for (
    const [method, path, allow] of [
      ["POST", "/health", "GET"],
      ["DELETE", "/", "GET"],
      ["PUT", "/api/models", "GET"],
      ["GET", "/api/models/load", "POST, DELETE"],
    ]
  ) {
    const { status, headers, body } = await ask(parley.origin + path, { method });
    assert.deepEqual([status, headers.get("allow"), body.error.code], [
      405,
      allow,
      "method_not_allowed",
    ], path);
  }
  const head = await ask(`${parley.origin}/health`, { method: "HEAD" });
  assert.equal(head.status, 200);
});

Deno.test("bodies that are too large, no JSON, or of another type are refused", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  const url = `${parley.origin}/api/models/load`;
  const post = (body: string, headers: Record<string, string> = JSON_TYPE) =>
    ask(url, { method: "POST", body, headers });
  const large = await post(JSON.stringify({ model: "x".repeat(70_000) }));
  assert.deepEqual([large.status, large.body.error.code], [413, "too_large"]);
  const form = await post("model=x", { "content-type": "application/x-www-form-urlencoded" });
  assert.deepEqual([form.status, form.body.error.code], [415, "unsupported_media_type"]);
  for (
    const body of ["", "{", "[]", "{}", '{"model":1}', '{"model":"../../x"}', '{"model":"a b"}']
  ) {
    const { status, body: answer } = await post(body);
    assert.deepEqual([status, answer.success], [400, false], body);
    assert.equal(typeof answer.current_model, "string");
  }
  assert.deepEqual(ollama.requests.filter(({ method }) => method === "POST"), []);
});

for (
  const [what, headers, status] of [
    ["another site's name", { host: "evil.example" }, 421],
    ["no name", {}, 421],
    ["this server's name", { host: "localhost" }, 200],
  ] as const
) {
  Deno.test(`a request for ${what} gets ${status}`, async () => {
    await using parley = await startParley();
    const { status: given } = await rawRequest(parley.port, { path: "/health", headers });
    assert.equal(given, status);
  });
}

Deno.test("another site may not change anything", async () => {
  await using parley = await startParley();
  const { status, body } = await ask(`${parley.origin}/api/models/load`, {
    method: "POST",
    headers: { ...JSON_TYPE, origin: "http://evil.example" },
    body: '{"model":"gemma:2b"}',
  });
  assert.deepEqual([status, body.error.code], [403, "forbidden"]);
});

const HANDSHAKE = {
  host: "localhost",
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

for (
  const [what, method, changed, status] of [
    ["a good handshake", "GET", {}, 101],
    ["the handshake of this very page", "GET", { origin: "http://localhost" }, 101],
    ["the handshake of another site", "GET", { origin: "http://evil.example" }, 403],
    ["the handshake of no site", "GET", { origin: "null" }, 403],
    ["a handshake for another name", "GET", { host: "evil.example" }, 421],
    ["a handshake by POST", "POST", {}, 405],
    ["a handshake of version 8", "GET", { "sec-websocket-version": "8" }, 426],
    ["a handshake without a key", "GET", { "sec-websocket-key": "" }, 400],
    ["no handshake at all", "GET", { upgrade: "", connection: "" }, 426],
  ] as const
) {
  Deno.test(`${what} gets ${status}`, async () => {
    await using parley = await startParley();
    const headers = Object.fromEntries(
      Object.entries({ ...HANDSHAKE, ...changed }).filter(([, value]) => value !== ""),
    );
    const response = await rawRequest(parley.port, { method, path: "/ws", headers });
    assert.equal(response.status, status);
  });
}

const TOKEN = "sixteen-letters-or-more";

Deno.test("AUTH_TOKEN lets in only who shows it, by header or by the cookie got for it", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: TOKEN } });
  const models = `${parley.origin}/api/models`;
  const closed = await ask(models);
  assert.deepEqual([closed.status, closed.body.error.code], [401, "not_signed_in"]);
  assert.equal((await ask(`${parley.origin}/metrics`)).status, 401);
  assert.deepEqual(Object.keys((await ask(`${parley.origin}/health`)).body), ["status", "version"]);
  assert.equal((await ask(`${parley.origin}/`)).status, 200);
  assert.equal((await ask(models, { headers: { authorization: `Bearer ${TOKEN}` } })).status, 200);

  const signIn = await ask(`${parley.origin}/api/session`, {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify({ token: TOKEN }),
  });
  assert.equal(signIn.status, 204);
  const cookie = signIn.headers.get("set-cookie") ?? "";
  assert.match(cookie, /^parley=\S+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.ok(!cookie.includes(TOKEN));
  assert.equal((await ask(models, { headers: { cookie: cookie.split(";")[0] } })).status, 200);
});

Deno.test("the cookie is bound to its host and to https where a browser allows it", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: TOKEN } });
  const body = JSON.stringify({ token: TOKEN });
  const { headers } = await rawRequest(parley.port, {
    method: "POST",
    path: "/api/session",
    headers: { host: "localhost", ...JSON_TYPE, "content-length": String(body.length) },
    body,
  });
  assert.match(headers.get("set-cookie") ?? "", /^__Host-parley=.*; Secure/);
});

Deno.test("AUTH_TOKEN holds for sockets: basic is refused, parley.v1 is told with 4001", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: TOKEN } });
  const refused = await rawRequest(parley.port, { path: "/ws", headers: HANDSHAKE });
  assert.equal(refused.status, 401);
  const shown = { ...HANDSHAKE, authorization: `Bearer ${TOKEN}` };
  assert.equal((await rawRequest(parley.port, { path: "/ws", headers: shown })).status, 101);
  const socket = new WebSocket(`${parley.wsOrigin}/ws`, ["parley.v1"]);
  const closed = await new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  assert.equal(closed.code, 4001);
});

Deno.test("GET /metrics is Prometheus's text", async () => {
  await using parley = await startParley();
  await using _client = await connect(parley.wsOrigin);
  const { text, headers } = await ask(`${parley.origin}/metrics`);
  assert.match(headers.get("content-type") ?? "", /^text\/plain/);
  for (const name of ["parley_sockets 1", "parley_answers_running 0", "parley_memory_bytes \\d+"]) {
    assert.match(text, new RegExp(`^${name}$`, "m"));
  }
});
