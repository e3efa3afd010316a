import assert from "node:assert/strict";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

Deno.test("the basic protocol answers a reference client with exactly system, user, typing, ai", async () => {
  await using ollama = await startFakeOllama({ answers: [["  Python", " is a", " language.\n"]] });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin);

  const welcome = await client.next();
  assert.equal(welcome.type, "system");
  assert.match(String(welcome.message), /^Connected to chat server/);
  client.send({ message: "What is Python?" });
  assert.deepEqual(await client.next(), { type: "user", message: "What is Python?" });
  assert.deepEqual(await client.next(), { type: "typing", message: "AI is typing..." });
  assert.deepEqual(await client.next(), { type: "ai", message: "Python is a language." });
  client.send({ message: "And Deno?" });
  assert.deepEqual(await client.next(), { type: "user", message: "And Deno?" });
});

Deno.test("the basic protocol sends the reference's request, key by key, with stream:true", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: "gemma:2b" },
  });
  await using client = await connect(parley.wsOrigin);
  client.send({ message: "What is Python?" });
  await client.nextOf("ai");

  const request = await ollama.nextRequest("/api/generate");
  assert.equal(request.method, "POST");
  assert.deepEqual(request.body, {
    model: "gemma:2b",
    prompt:
      "You are a helpful AI assistant. Provide clear, concise responses.\n\nUser: What is Python?\nAssistant:",
    stream: true,
    options: {
      temperature: 0.7,
      top_p: 0.9,
      top_k: 40,
      num_predict: 200,
      stop: ["\nUser:", "User:", "\n\n\n"],
    },
  });
});

Deno.test("the basic protocol sends no history and stores nothing", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin);
  for (const message of ["first", "second"]) {
    client.send({ message });
    await client.nextOf("ai");
  }
  await ollama.nextRequest("/api/generate");
  const { body } = await ollama.nextRequest("/api/generate");
  assert.doesNotMatch(JSON.stringify(body), /first/);
  assert.deepEqual(await parley.journal.list("local"), []);
});

for (
  const [what, text] of [
    ["text that is not JSON", "hello"],
    ["an array", "[1]"],
    ["a string", '"hello"'],
    ["null", "null"],
    ["an object without message", "{}"],
    ["a message that is a number", '{"message":1}'],
    ["a message that is an object", '{"message":{"toString":"x"}}'],
  ]
) {
  Deno.test(`the basic protocol answers ${what} with an error and stays open`, async () => {
    await using ollama = await startFakeOllama();
    await using parley = await startParley({ ollama: ollama.address });
    await using client = await connect(parley.wsOrigin);
    await client.next();
    client.send(text);
    assert.deepEqual(await client.next(), { type: "error", message: "Invalid message format" });
    client.send({ message: "still there?" });
    assert.deepEqual((await client.until("ai")).map(({ type }) => type), ["user", "typing", "ai"]);
  });
}

Deno.test("the basic protocol ignores white space", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin);
  await client.next();
  client.send({ message: " \n\t " });
  client.send({ message: "" });
  client.send({ message: "words" });
  assert.deepEqual(await client.next(), { type: "user", message: "words" });
});

Deno.test("the basic protocol refuses a message that is too long with both numbers", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { MAX_MESSAGE_CHARS: "10" },
  });
  await using client = await connect(parley.wsOrigin);
  await client.next();
  client.send({ message: "x".repeat(11) });
  const { type, message } = await client.next();
  assert.equal(type, "error");
  assert.match(String(message), /11\b.*\b10\b/);
  assert.deepEqual(ollama.requests.filter(({ path }) => path === "/api/generate"), []);
  client.send({ message: "x".repeat(10) });
  await client.nextOf("ai");
});

Deno.test("the basic protocol answers messages that come meanwhile one at a time, in order", async () => {
  const gate = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({
    answers: [{ steps: ["one", { hold: gate.promise }] }, ["two"], ["three"]],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin);
  await client.next();
  for (const message of ["a", "b", "c"]) client.send({ message });
  client.send("not JSON");
  const frames = [await client.next(), await client.next()];
  // The loop does not wait for the answer: the bad frame is answered while the first is written.
  assert.deepEqual(await client.next(), { type: "error", message: "Invalid message format" });
  gate.resolve();
  while (frames.length < 9) frames.push(await client.next());
  assert.deepEqual(frames.map(({ type, message }) => `${type} ${message}`), [
    "user a",
    "typing AI is typing...",
    "ai one",
    "user b",
    "typing AI is typing...",
    "ai two",
    "user c",
    "typing AI is typing...",
    "ai three",
  ]);
});

Deno.test("the basic protocol is busy when more than 5 messages wait", async () => {
  const gate = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({ answers: [{ steps: [{ hold: gate.promise }] }] });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await connect(parley.wsOrigin);
  for (let count = 0; count < 7; count++) client.send({ message: `message ${count}` });
  const { message } = await client.nextOf("error");
  assert.match(String(message), /busy/);
  gate.resolve();
  for (let count = 0; count < 6; count++) await client.nextOf("ai");
});

Deno.test("closing a basic socket aborts the answer upstream and gives its slot to the next", async () => {
  await using ollama = await startFakeOllama({ answers: [{ steps: ["x"], end: "open" }, ["y"]] });
  await using parley = await startParley({ ollama: ollama.address });
  const first = await connect(parley.wsOrigin);
  first.send({ message: "one" });
  const request = await ollama.nextRequest("/api/generate");
  await using second = await connect(parley.wsOrigin);
  second.send({ message: "two" });
  await first[Symbol.asyncDispose]();
  assert.equal(await request.outcome, "left");
  assert.equal((await second.nextOf("ai")).message, "y");
  assert.equal(ollama.peak, 1);
});

const FAILURES: { name: string; says: RegExp; answer: Parameters<typeof startFakeOllama>[0] }[] = [
  {
    name: "the model is not installed",
    says: /ollama pull gemma:2b/,
    answer: {
      answers: [{ status: 404, body: '{"error":"model \'gemma:2b\' not found"}' }],
    },
  },
  {
    name: "Ollama reports an error inside the stream",
    says: /out of memory/,
    answer: { answers: [{ steps: ["Hel", { line: { error: "CUDA out of memory" } }] }] },
  },
  {
    name: "a proxy answers with HTML",
    says: /not|did not|Ollama/i,
    answer: {
      answers: [{
        status: 502,
        headers: { "content-type": "text/html" },
        body: "<html>Bad gateway</html>",
      }],
    },
  },
  {
    name: "the stream ends without done",
    says: /./,
    answer: { answers: [{ steps: ["Hel"], end: "missing" }] },
  },
  {
    name: "the connection is cut",
    says: /./,
    answer: { answers: [{ steps: ["Hel"], end: "cut" }] },
  },
  {
    name: "there is a redirect",
    says: /redirect|elsewhere/i,
    answer: {
      answers: [{ status: 302, headers: { location: "http://127.0.0.1:1/" }, body: "" }],
    },
  },
];

for (const { name, says, answer } of FAILURES) {
  Deno.test(`the basic protocol sends one error in plain words when ${name}`, async () => {
    await using ollama = await startFakeOllama(answer);
    await using parley = await startParley({
      ollama: ollama.address,
      env: { OLLAMA_MODEL: "gemma:2b" },
    });
    await using client = await connect(parley.wsOrigin);
    await client.next();
    client.send({ message: "Hi" });
    assert.deepEqual((await client.until("typing")).map(({ type }) => type), ["user", "typing"]);
    const { type, message } = await client.next();
    assert.equal(type, "error");
    assert.match(String(message), says);
    assert.doesNotMatch(String(message), /at .*\.ts|TypeError|<html/);
  });
}

Deno.test("the basic protocol says where Ollama was looked for when it is not there", async () => {
  const ollama = await startFakeOllama();
  const { address } = ollama;
  await ollama[Symbol.asyncDispose]();
  await using parley = await startParley({ ollama: address, env: { OLLAMA_MODEL: "gemma:2b" } });
  await using client = await connect(parley.wsOrigin);
  client.send({ message: "Hi" });
  const { message } = await client.nextOf("error");
  assert.ok(String(message).includes(address));
  assert.match(String(message), /ollama serve/);
});

Deno.test("the basic protocol says that Ollama took too long when no token comes", async () => {
  await using ollama = await startFakeOllama({ answers: [{ steps: [], end: "open" }] });
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_LOAD_TIMEOUT: "1", OLLAMA_MODEL: "gemma:2b" },
  });
  await using client = await connect(parley.wsOrigin);
  client.send({ message: "Hi" });
  assert.match(String((await client.nextOf("error")).message), /OLLAMA_LOAD_TIMEOUT/);
});
