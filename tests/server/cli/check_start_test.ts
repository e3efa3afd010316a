import assert from "node:assert/strict";
import { checkDataFolder, checkPort } from "../../../server/cli/check_start.ts";
import { type Config, readConfig } from "../../../server/config.ts";
import { claimDataFolder } from "../../../server/journal/data_folder.ts";
import { startParley } from "../../support/parley.ts";
import { unusedAddress } from "../../support/unused_address.ts";

const { signal } = new AbortController();
const TOKEN = "0123456789abcdef";

function configOf(env: Partial<Record<keyof Config, string>>): Config {
  const variables: Record<string, string | undefined> = env;
  return readConfig((name) => variables[name]).config;
}

async function emptyFolder() {
  const path = await Deno.makeTempDir({ prefix: "parley-check-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** What `checkPort()` finds, given variables; PORT is that of `on`. */
async function portOf(on: { port: number }, env: Partial<Record<keyof Config, string>> = {}) {
  return await checkPort({ config: configOf({ PORT: String(on.port), ...env }) }, signal);
}

Deno.test("checkDataFolder() makes the folder and leaves it free", async () => {
  await using folder = await emptyFolder();
  const DATA_DIR = `${folder.path}/data`;
  const finding = checkDataFolder({ config: configOf({ DATA_DIR }) });
  assert.deepEqual(finding, { ok: true, detail: `${DATA_DIR} can be written`, value: {} });
  using _claimed = claimDataFolder(DATA_DIR);
});

Deno.test("checkDataFolder() is content when a Parley runs on the folder, and says so", async () => {
  await using folder = await emptyFolder();
  using _claimed = claimDataFolder(folder.path);
  const finding = checkDataFolder({ config: configOf({ DATA_DIR: folder.path }) });
  assert.equal(finding.ok, true);
  assert.match(finding.detail, /^Parley is already running on .* \(pid \d+\)\.$/);
});

Deno.test("checkDataFolder() says what to do when the folder cannot be written", async () => {
  await using folder = await emptyFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  const finding = checkDataFolder({ config: configOf({ DATA_DIR: `${folder.path}/file` }) });
  assert.ok(!finding.ok);
  assert.match(finding.detail, /^The data folder .*\/file cannot be used: /);
  assert.match(finding.advice ?? "", /DATA_DIR/);
});

Deno.test("checkPort() finds a port that is free, and leaves it so", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const free = { ok: true, detail: `${port} is free`, value: { running: undefined } };
  assert.deepEqual(await portOf({ port }), free);
  assert.deepEqual(await portOf({ port }), free);
  assert.equal((await portOf({ port: 0 })).detail, "any free one will be taken");
});

Deno.test("checkPort() finds the Parley that runs, and which Ollama it asks", async () => {
  const ollama = unusedAddress();
  await using parley = await startParley({ ollama, env: { OLLAMA_MODEL: "phi3" } });
  const same = await portOf(parley, { OLLAMA_HOST: ollama });
  assert.ok(same.ok);
  assert.match(same.detail, /^Parley \d+\.\d+\.\d+ answers at http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(same.value.running?.origin, parley.origin);
  assert.equal(same.value.running?.health.ollama_model, "phi3");
  const other = await portOf(parley);
  assert.ok(other.detail.endsWith(`, and asks the Ollama at ${ollama}`), other.detail);
});

Deno.test("checkPort() shows the token, and says when it is the wrong one", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: TOKEN } });
  assert.equal((await portOf(parley, { AUTH_TOKEN: TOKEN })).ok, true);
  for (const env of [{}, { AUTH_TOKEN: `${TOKEN}!` }]) {
    const finding = await portOf(parley, env);
    assert.ok(!finding.ok);
    assert.match(finding.detail, /wants another token$/);
    assert.match(finding.advice ?? "", /AUTH_TOKEN/);
  }
});

Deno.test("checkPort() does not show the token to a program that is not Parley", async () => {
  const shown: (string | null)[] = [];
  await using other = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    shown.push(request.headers.get("authorization"));
    return new Response("hello");
  });
  const finding = await portOf(other.addr, { AUTH_TOKEN: TOKEN });
  assert.deepEqual(finding, {
    ok: false,
    detail: `${other.addr.port} is taken by another program`,
    advice: "set PORT to another one, or end that program",
  });
  assert.deepEqual(shown, [null]);
});

Deno.test("checkPort() says what to do when HOST is not this machine's", async () => {
  // An address for documentation: no machine has it. https://www.rfc-editor.org/rfc/rfc5737
  const finding = await portOf({ port: 0 }, { HOST: "192.0.2.1", ALLOW_OPEN: "1" });
  assert.deepEqual(finding, {
    ok: false,
    detail: "192.0.2.1 is not an address of this machine",
    advice: "set HOST to 127.0.0.1, or to an address it has",
  });
});
