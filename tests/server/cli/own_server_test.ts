import assert from "node:assert/strict";
import { askHealth, ownOrigin } from "../../../server/cli/own_server.ts";
import { startParley } from "../../support/parley.ts";
import { unusedAddress } from "../../support/unused_address.ts";

const { signal } = new AbortController();
const OLLAMA = unusedAddress();

/** A server that gives one answer to everything. */
function startOther(answer: () => Response) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
}

Deno.test("ownOrigin() is where this machine finds a server that listens on an address", () => {
  const PORT = 8000;
  for (
    const [HOST, origin] of [
      ["127.0.0.1", "http://127.0.0.1:8000"],
      ["localhost", "http://localhost:8000"],
      ["0.0.0.0", "http://127.0.0.1:8000"],
      ["::", "http://127.0.0.1:8000"],
      ["::1", "http://[::1]:8000"],
      ["192.168.1.5", "http://192.168.1.5:8000"],
    ]
  ) assert.equal(ownOrigin({ HOST, PORT }), origin);
});

Deno.test("askHealth() resolves when Ollama is away", async () => {
  await using parley = await startParley({ ollama: OLLAMA });
  const health = await askHealth(parley.origin, { signal });
  assert.equal(health.status, "healthy");
  assert.equal(health.ollama_host, OLLAMA);
});

Deno.test("askHealth() hears of Ollama when the token is right", async () => {
  const token = "0123456789abcdef";
  await using parley = await startParley({ ollama: OLLAMA, env: { AUTH_TOKEN: token } });
  const { origin } = parley;
  assert.equal((await askHealth(origin, { signal })).ollama_host, undefined);
  assert.equal((await askHealth(origin, { signal, token: `${token}!` })).ollama_host, undefined);
  assert.equal((await askHealth(origin, { signal, token })).ollama_host, OLLAMA);
});

Deno.test("askHealth() throws when something else answers", async () => {
  const answers = {
    html: () => new Response("<html>hello</html>"),
    json: () => Response.json({ status: "ok" }),
    elsewhere: () => new Response(null, { status: 302, headers: { location: "/other" } }),
  };
  for (const answer of Object.values(answers)) {
    await using other = startOther(answer);
    await assert.rejects(askHealth(`http://127.0.0.1:${other.addr.port}`, { signal }));
  }
});
