/** Guesses at AUTH_TOKEN, by every way there is to show one. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { type RunningParley, startParley } from "../support/parley.ts";
import { rawRequest } from "../support/raw_request.ts";

const TOKEN = "sixteen-letters-or-more";
const start = () => startParley({ env: { AUTH_TOKEN: TOKEN } });

/** What a fetch came to: its status, and the name and value of a cookie that was given. */
async function ask(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  await response.body?.cancel();
  return { status: response.status, cookie: response.headers.get("set-cookie")?.split(";")[0] };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const signIn = ({ origin }: RunningParley, token: string) =>
  ask(`${origin}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });

const get = (path: string) => ({ origin }: RunningParley, token: string) =>
  ask(origin + path, { headers: bearer(token) });

const shake = ({ port }: RunningParley, headers: Record<string, string>) =>
  rawRequest(port, {
    path: "/ws",
    headers: {
      host: "localhost",
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
    },
  });

/** Every way to show a token, and what is answered to a wrong one. */
const WAYS: [
  way: string,
  wrong: number,
  guess: (parley: RunningParley, token: string) => Promise<{ status: number }>,
][] = [
  ["/api/session", 401, signIn],
  ["/api/models", 401, get("/api/models")],
  ["/metrics", 401, get("/metrics")],
  ["/health", 200, get("/health")],
  ["/ready", 503, get("/ready")],
  ["/ws", 401, (parley, token) => shake(parley, bearer(token))],
];

for (const [way, wrong, guess] of WAYS) {
  Deno.test(`five wrong tokens a minute are enough: ${way} then answers 429, even to the right one`, async () => {
    await using parley = await start();
    const { cookie = "" } = await signIn(parley, TOKEN);
    for (let n = 0; n < 5; n++) {
      assert.equal((await guess(parley, `wrong ${n}`)).status, wrong);
    }
    assert.equal((await guess(parley, TOKEN)).status, 429);
    const health = `${parley.origin}/health`;
    assert.equal((await ask(health)).status, 200, "who shows nothing is served as ever");
    assert.equal((await ask(health, { headers: { cookie } })).status, 200, "and so is who is in");
    const models = await ask(`${parley.origin}/api/models`, { headers: { cookie } });
    assert.equal(models.status, 200);
    assert.equal((await shake(parley, { cookie })).status, 101);
  });
}

Deno.test("wrong tokens count together, whatever route they come by", async () => {
  await using parley = await start();
  for (let n = 0; n < 5; n++) await WAYS[n + 1][2](parley, "wrong");
  for (const [way, , guess] of WAYS) {
    assert.equal((await guess(parley, TOKEN)).status, 429, way);
  }
});

Deno.test("a page whose address has no tries left is told with 4001, by the right token too", async () => {
  await using parley = await start();
  for (let n = 0; n < 5; n++) await shake(parley, bearer("wrong"));
  // Headers are Deno's own: the types of a browser know of none.
  const options = { protocols: [SUBPROTOCOL], headers: bearer(TOKEN) };
  const socket: WebSocket = Reflect.construct(WebSocket, [`${parley.wsOrigin}/ws`, options]);
  const closed = await new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  assert.equal(closed.code, 4001);
});
