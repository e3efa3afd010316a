import assert from "node:assert/strict";
import { checkSocket } from "../../../server/cli/check_socket.ts";
import { type Config, readConfig } from "../../../server/config.ts";
import { createOllama } from "../../../server/ollama/create.ts";
import { startFakeOllama } from "../../support/fake_ollama.ts";
import { unusedAddress } from "../../support/unused_address.ts";
import { startParley } from "../../support/parley.ts";

const { signal } = new AbortController();
const AUTH_TOKEN = "0123456789abcdef";

function facts(env: Partial<Record<keyof Config, string>>) {
  const variables: Record<string, string | undefined> = env;
  const { config } = readConfig((name) => variables[name]);
  return { config, ollama: createOllama(config), running: undefined };
}

function runningAt(origin: string) {
  return { origin, health: { status: "healthy", version: "1.0.0" } as const };
}

/** A server whose only answer is a WebSocket that says these frames. */
function startSpeaker(...frames: string[]) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => frames.forEach((frame) => socket.send(frame));
    return response;
  });
}

Deno.test("checkSocket() starts a Parley of its own when none runs, and ends it", async () => {
  await using ollama = await startFakeOllama();
  // The sanitizers see to it that nothing of it is left.
  const finding = await checkSocket(facts({ OLLAMA_HOST: ollama.address, AUTH_TOKEN }), signal);
  assert.equal(finding.ok, true);
  assert.match(
    finding.detail,
    /^echo after \d+ ms, answer after \d+ ms, at a Parley started for this check$/,
  );
});

Deno.test("checkSocket() asks the Parley that runs, and shows it the token", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address, env: { AUTH_TOKEN } });
  const running = runningAt(parley.origin);
  const finding = await checkSocket({ ...facts({ AUTH_TOKEN }), running }, signal);
  assert.ok(finding.ok);
  assert.ok(finding.detail.endsWith(`, at ${parley.origin}`));
  assert.equal(ollama.requests.filter(({ path }) => path === "/api/generate").length, 1);
});

Deno.test("checkSocket() throws when the handshake is refused", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN } });
  const running = runningAt(parley.origin);
  await assert.rejects(checkSocket({ ...facts({}), running }, signal), /could not be used.*401/);
});

Deno.test("checkSocket() throws the server's own words when it answers with an error", async () => {
  await using parley = await startParley({ ollama: unusedAddress() });
  const running = runningAt(parley.origin);
  await assert.rejects(checkSocket({ ...facts({}), running }, signal), /Ollama is not running at/);
});

Deno.test("checkSocket() throws when a frame is none", async () => {
  await using other = startSpeaker("hello");
  const running = runningAt(`http://127.0.0.1:${other.addr.port}`);
  await assert.rejects(checkSocket({ ...facts({}), running }, signal), /sent a frame that is none/);
});

Deno.test("checkSocket() hangs up when it is aborted", async () => {
  await using silent = startSpeaker();
  const running = runningAt(`http://127.0.0.1:${silent.addr.port}`);
  const patience = new AbortController();
  const checking = checkSocket({ ...facts({}), running }, patience.signal);
  patience.abort();
  await assert.rejects(checking);
});
