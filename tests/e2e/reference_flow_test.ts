/** Steps of the reference flow that no other test takes: docs/REFERENCE.md has them all. */
import assert from "node:assert/strict";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { type Client, connect } from "../support/ws_client.ts";

const MODEL = { OLLAMA_MODEL: "gemma:2b" };

async function ask(client: Client, message: string): Promise<string> {
  client.send({ message });
  return String((await client.nextOf("ai")).message);
}

Deno.test("GET / names modules and style sheets, and every one of them is served", async () => {
  await using parley = await startParley();
  const page = await (await fetch(parley.origin)).text();
  const paths = new Set(page.match(/(?<=")\/(static|lib)\/[^"]+(?=")/g));
  assert.ok([...paths].some((path) => path.endsWith("/main.js")));
  assert.ok([...paths].some((path) => path.endsWith("/messages.css")));
  for (const path of paths) {
    const response = await fetch(parley.origin + path);
    assert.ok((await response.text()).length > 0, path);
    assert.equal(response.status, 200, path);
  }
});

Deno.test("the basic protocol answers two clients at the same time where there are slots", async () => {
  const both = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({ answers: [[{ hold: both.promise }, "Yes."]] });
  const env = { ...MODEL, MAX_CONCURRENT: "2" };
  await using parley = await startParley({ ollama: ollama.address, env });
  await using first = await connect(parley.wsOrigin);
  await using second = await connect(parley.wsOrigin);
  const answers = [ask(first, "One?"), ask(second, "Two?")];
  for (let n = 0; n < 2; n++) await ollama.nextRequest("/api/generate");
  const health = await fetch(`${parley.origin}/health`);
  assert.equal((await health.json()).status, "healthy", "the rest of the server goes on meanwhile");
  both.resolve();
  assert.deepEqual(await Promise.all(answers), ["Yes.", "Yes."]);
  assert.equal(ollama.peak, 2);
});

Deno.test("the basic protocol goes on after an answer that failed", async () => {
  await using ollama = await startFakeOllama({
    answers: [{ steps: ["Hel"], end: "cut" }, { status: 500, body: "{}" }, ["Hello."]],
  });
  await using parley = await startParley({ ollama: ollama.address, env: MODEL });
  await using client = await connect(parley.wsOrigin);
  for (let n = 0; n < 2; n++) {
    client.send({ message: "Hi" });
    await client.nextOf("error");
  }
  assert.equal(await ask(client, "Hi"), "Hello.");
});

Deno.test("the basic protocol sends an empty ai when the model says nothing", async () => {
  await using ollama = await startFakeOllama({
    answers: [[], { steps: [{ line: { done: true } }], end: "missing" }],
  });
  await using parley = await startParley({ ollama: ollama.address, env: MODEL });
  await using client = await connect(parley.wsOrigin);
  for (let n = 0; n < 2; n++) assert.equal(await ask(client, "Hi"), "");
});

Deno.test("a client may leave and come back, and is greeted each time", async () => {
  await using parley = await startParley();
  for (let time = 0; time < 2; time++) {
    await using client = await connect(parley.wsOrigin);
    assert.match(String((await client.next()).message), /^Connected to chat server/);
  }
});

Deno.test("GET /metrics counts a socket while it is open, and no longer", async () => {
  await using parley = await startParley();
  const count = async () => {
    const text = await (await fetch(`${parley.origin}/metrics`)).text();
    return Number(/^parley_sockets (\d+)$/m.exec(text)?.[1]);
  };
  assert.equal(await count(), 0);
  const client = await connect(parley.wsOrigin);
  await client.next();
  assert.equal(await count(), 1);
  await client[Symbol.asyncDispose]();
  // The client may hear of the end a little before the server.
  while (await count() > 0);
});

Deno.test("a socket counts for its address while it is open, and no longer", async () => {
  const env = { TRUST_PROXY: "1", MAX_SOCKETS_PER_ADDRESS: "1" };
  await using parley = await startParley({ env });
  const first = await shakeHands(parley.port, "203.0.113.7");
  using second = await shakeHands(parley.port, "203.0.113.7");
  using other = await shakeHands(parley.port, "203.0.113.8");
  assert.deepEqual([first, second, other].map(({ status }) => status), [101, 429, 101]);
  first[Symbol.dispose]();
  for (let status = 429; status === 429;) {
    using again = await shakeHands(parley.port, "203.0.113.7");
    status = again.status;
  }
});

/** A socket by hand, from behind a proxy that names the client's address. */
async function shakeHands(port: number, address: string) {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const head = [
    "GET /ws HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${btoa("sixteen letters.")}`,
    `X-Forwarded-For: ${address}`,
  ];
  await connection.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`));
  const answer = new Uint8Array(4096);
  const length = await connection.read(answer) ?? 0;
  const text = new TextDecoder().decode(answer.subarray(0, length));
  return { status: Number(text.split(" ")[1]), [Symbol.dispose]: () => connection.close() };
}

Deno.test("the variables that shape an answer reach Ollama", async () => {
  await using ollama = await startFakeOllama({ models: ["phi3"] });
  await using parley = await startParley({
    ollama: ollama.address,
    env: {
      OLLAMA_MODEL: "phi3",
      SYSTEM_PROMPT: "Be brief.",
      TEMPERATURE: "0",
      TOP_P: "0.5",
      TOP_K: "1",
      NUM_PREDICT: "20",
    },
  });
  await using client = await connect(parley.wsOrigin);
  await ask(client, "Hi");
  assert.deepEqual((await ollama.nextRequest("/api/generate")).body, {
    model: "phi3",
    prompt: "Be brief.\n\nUser: Hi\nAssistant:",
    stream: true,
    options: {
      temperature: 0,
      top_p: 0.5,
      top_k: 1,
      num_predict: 20,
      stop: ["\nUser:", "User:", "\n\n\n"],
    },
  });
});
