import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect, type Opened } from "../support/ws_client.ts";

const speak = (wsOrigin: string) => connect(wsOrigin, { protocol: SUBPROTOCOL });
const uuid = () => crypto.randomUUID();

Deno.test("parley.v1 greets with hello, in the sub-protocol that was offered", async () => {
  await using parley = await startParley();
  await using client = await speak(parley.wsOrigin);
  assert.equal(client.protocol, SUBPROTOCOL);
  const { type, build, limits, loading } = await client.next();
  assert.equal(type, "hello");
  assert.match(String(build), /^[0-9a-f]{12}$/);
  assert.deepEqual(limits, { messageChars: 32000, frameBytes: 1024 * 1024, waitingPrompts: 5 });
  assert.deepEqual(loading, []);
});

Deno.test("parley.v1 streams an answer as rows without holes, each token at its offset", async () => {
  const gate = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({
    answers: [[{ thinking: "Hm." }, "Hel", { hold: gate.promise }, "lo 🎉"]],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await speak(parley.wsOrigin);
  const conversation = uuid();
  const id = uuid();
  client.send({ type: "open", conversation });
  const opened = await client.nextOf("opened");
  assert.deepEqual([opened.upto, opened.events, opened.reset], [0, [], false]);
  client.send({ type: "prompt", conversation, id, message: "Hi" });

  const user = await client.nextOf("user");
  const typing = await client.nextOf("typing");
  const accepted = await client.nextOf("accepted");
  assert.deepEqual([user.seq, user.id, user.parent, user.message], [1, id, null, "Hi"]);
  assert.deepEqual([typing.seq, typing.parent, typing.request], [2, id, id]);
  assert.deepEqual(accepted, { type: "accepted", conversation, id, answer: typing.id, seq: 1 });

  const first = await client.nextOf("token");
  assert.deepEqual([first.offset, first.message], [0, "Hel"]);
  gate.resolve();
  const second = await client.nextOf("token");
  assert.deepEqual([second.offset, second.message], [3, "lo 🎉"]);
  const ai = await client.nextOf("ai");
  assert.deepEqual(
    [ai.id, ai.reason, ai.message, ai.thinking],
    [typing.id, "stop", "Hello 🎉", "Hm."],
  );
  assert.deepEqual(
    Object.keys(ai.stats as object).sort(),
    ["answerMs", "answerTokens", "loadMs", "promptMs", "promptTokens", "totalMs"],
  );
});

Deno.test("parley.v1 sends a conversation's turns as roles, nothing truncated silently", async () => {
  await using ollama = await startFakeOllama({ answers: [["One."], ["Two."]] });
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: "gemma:2b" },
  });
  await using client = await speak(parley.wsOrigin);
  const conversation = uuid();
  client.send({ type: "open", conversation });
  for (const message of ["first", "second"]) {
    client.send({ type: "prompt", conversation, id: uuid(), message });
    await client.nextOf("ai");
  }
  await ollama.nextRequest("/api/chat");
  const { body } = await ollama.nextRequest("/api/chat");
  assert.deepEqual(body, {
    model: "gemma:2b",
    messages: [
      {
        role: "system",
        content: "You are a helpful AI assistant. Provide clear, concise responses.",
      },
      { role: "user", content: "first" },
      { role: "assistant", content: "One." },
      { role: "user", content: "second" },
    ],
    options: { temperature: 0.7, top_p: 0.9, top_k: 40 },
    truncate: false,
    shift: false,
    stream: true,
  });
});

Deno.test("parley.v1 with OLLAMA_API=generate sends earlier turns in the reference's form", async () => {
  await using ollama = await startFakeOllama({ answers: [["One."], ["Two."]] });
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_API: "generate", SYSTEM_PROMPT: "Be brief." },
  });
  await using client = await speak(parley.wsOrigin);
  const conversation = uuid();
  client.send({ type: "open", conversation });
  for (const message of ["first", "second"]) {
    client.send({ type: "prompt", conversation, id: uuid(), message });
    await client.nextOf("ai");
  }
  await ollama.nextRequest("/api/generate");
  const { body } = await ollama.nextRequest("/api/generate") as { body: { prompt: string } };
  assert.equal(
    body.prompt,
    "Be brief.\n\nUser: first\nAssistant: One.\nUser: second\nAssistant:",
  );
});

Deno.test("parley.v1 gives a known id the same accepted and nothing else", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await speak(parley.wsOrigin);
  const prompt = { type: "prompt", conversation: uuid(), id: uuid(), message: "Hi" };
  client.send(prompt);
  const accepted = await client.nextOf("accepted");
  client.send(prompt);
  assert.deepEqual(await client.nextOf("accepted"), accepted);
  client.send({ ...prompt, message: "Ho" });
  const refused = await client.nextOf("refused");
  assert.deepEqual([refused.code, refused.id], ["conflict", prompt.id]);
  const { rows } = await parley.journal.since(prompt.conversation, 0);
  assert.equal(rows.filter(({ type }) => type === "user").length, 1);
  assert.equal(rows.filter(({ type }) => type === "typing").length, 1);
});

Deno.test("parley.v1 shows a second tab what was said and then the same stream", async () => {
  const gate = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({
    answers: [["a", "b", { hold: gate.promise }, "c"]],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using first = await speak(parley.wsOrigin);
  const conversation = uuid();
  first.send({ type: "open", conversation });
  first.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  let text = "";
  while (text !== "ab") text += (await first.nextOf("token")).message;

  await using second = await speak(parley.wsOrigin);
  second.send({ type: "open", conversation });
  const { events, upto } = await second.nextOf<Opened>("opened");
  assert.deepEqual(events.map(({ type, message }) => [type, message]), [
    ["user", "Hi"],
    ["typing", "AI is typing..."],
    ["token", "ab"],
  ]);
  assert.equal((await second.nextOf("phase")).phase, "writing");
  gate.resolve();
  const token = await second.nextOf("token");
  assert.deepEqual([token.seq, token.message], [upto + 1, "c"]);
  assert.deepEqual(await first.nextOf("ai"), await second.nextOf("ai"));
});

Deno.test("parley.v1 sends only what came after since when a client comes back", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  const conversation = uuid();
  const first = await speak(parley.wsOrigin);
  first.send({ type: "open", conversation });
  const { epoch } = await first.nextOf("opened");
  first.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  const { seq } = await first.nextOf("typing");
  await first.nextOf("ai");
  await first[Symbol.asyncDispose]();

  await using second = await speak(parley.wsOrigin);
  second.send({ type: "open", conversation, epoch, since: seq });
  const resumed = await second.nextOf<Opened>("opened");
  assert.equal(resumed.reset, false);
  assert.ok(resumed.events.every((row) => row.seq > Number(seq)));
  for (const stale of [{ epoch: uuid(), since: seq }, { epoch, since: 9999 }]) {
    second.send({ type: "open", conversation, ...stale });
    const again = await second.nextOf<Opened>("opened");
    assert.equal(again.reset, true);
    assert.equal(again.events[0].seq, 1);
  }
});

Deno.test("fault 14: parley.v1 goes on answering when everyone has left", async () => {
  const gate = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({ answers: [["a", { hold: gate.promise }, "b"]] });
  await using parley = await startParley({ ollama: ollama.address });
  const conversation = uuid();
  const first = await speak(parley.wsOrigin);
  first.send({ type: "open", conversation });
  first.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  await first.nextOf("token");
  await first[Symbol.asyncDispose]();
  gate.resolve();
  assert.equal(await (await ollama.nextRequest("/api/chat")).outcome, "whole");

  await using second = await speak(parley.wsOrigin);
  second.send({ type: "open", conversation });
  const { events } = await second.nextOf<Opened>("opened");
  const ai = events.find(({ type }) => type === "ai") ?? await second.nextOf("ai");
  assert.equal(ai.message, "ab");
});

Deno.test("parley.v1 stops an answer, keeps what there is of it, and frees Ollama", async () => {
  await using ollama = await startFakeOllama({ answers: [{ steps: ["partial"], end: "open" }] });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await speak(parley.wsOrigin);
  const conversation = uuid();
  client.send({ type: "open", conversation });
  client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  const { id } = await client.nextOf("typing");
  await client.nextOf("token");
  client.send({ type: "stop", conversation, id });
  const ai = await client.nextOf("ai");
  assert.deepEqual([ai.id, ai.reason, ai.message], [id, "stopped", "partial"]);
  assert.equal(await (await ollama.nextRequest("/api/chat")).outcome, "left");
  client.send({ type: "stop", conversation, id });
  client.send({ type: "ping", at: 1 });
  assert.equal((await client.nextOf("pong", "ai")).type, "pong");
});

Deno.test("parley.v1 says the position of who waits, and serves conversations in turn", async () => {
  const gate = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({
    answers: [{ steps: [{ hold: gate.promise }, "one"] }, ["two"], ["three"]],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await speak(parley.wsOrigin);
  const [a, b] = [uuid(), uuid()];
  for (const conversation of [a, b]) client.send({ type: "open", conversation });
  client.send({ type: "prompt", conversation: a, id: uuid(), message: "a1" });
  client.send({ type: "prompt", conversation: a, id: uuid(), message: "a2" });
  await client.nextOf("accepted");
  await client.nextOf("accepted");
  client.send({ type: "prompt", conversation: b, id: uuid(), message: "b1" });
  const phase = async (conversation: string) => {
    while (true) {
      const frame = await client.nextOf("phase");
      if (frame.conversation === conversation) return frame;
    }
  };
  assert.deepEqual([(await phase(b)).phase], ["queued"]);
  gate.resolve();
  const ends = [await client.nextOf("ai"), await client.nextOf("ai"), await client.nextOf("ai")];
  assert.deepEqual(ends.map(({ conversation }) => conversation), [a, b, a]);
  assert.equal(ollama.peak, 1);
});

Deno.test("parley.v1 keeps the question when Ollama is away, and retry answers it", async () => {
  await using ollama = await startFakeOllama({
    answers: [{ steps: ["Hel", { line: { error: "llama runner terminated" } }] }, ["Hello."]],
  });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await speak(parley.wsOrigin);
  const conversation = uuid();
  const id = uuid();
  client.send({ type: "open", conversation });
  client.send({ type: "prompt", conversation, id, message: "Hi" });
  const error = await client.nextOf("error");
  assert.deepEqual([error.code, error.text], ["upstream", "Hel"]);
  assert.match(String(error.message), /llama runner terminated/);
  const retry = { type: "retry", conversation, id: uuid(), of: id };
  client.send(retry);
  const accepted = await client.nextOf("accepted");
  const ai = await client.nextOf("ai");
  assert.deepEqual([ai.id, ai.message], [accepted.answer, "Hello."]);
  client.send(retry);
  assert.deepEqual(await client.nextOf("accepted"), accepted);
});

Deno.test("parley.v1 refuses what it cannot take, each with its code, and stays open", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { MAX_MESSAGE_CHARS: "10" },
  });
  await using client = await speak(parley.wsOrigin);
  await client.next();
  const conversation = uuid();
  const prompt = { type: "prompt", conversation, id: uuid(), message: "Hi" };
  const cases: [unknown, string][] = [
    ["not JSON", "bad_frame"],
    [{ type: "unknown" }, "bad_frame"],
    [{ ...prompt, id: "x" }, "bad_frame"],
    [{ ...prompt, extra: 1 }, "bad_frame"],
    [{ ...prompt, message: 1 }, "bad_frame"],
    [{ ...prompt, message: " " }, "bad_frame"],
    [{ ...prompt, message: "x".repeat(11) }, "too_long"],
    [{ ...prompt, parent: uuid() }, "not_found"],
    [{ type: "retry", conversation, id: uuid(), of: uuid() }, "not_found"],
    [{ type: "settings", conversation, model: "../../x" }, "bad_frame"],
  ];
  for (const [frame, code] of cases) {
    client.send(frame as object | string);
    const { type, ...refused } = await client.next();
    assert.deepEqual([type, refused.code], ["refused", code], JSON.stringify(frame));
  }
  assert.deepEqual(await parley.journal.list("local"), []);
  assert.deepEqual(ollama.requests.filter(({ method }) => method === "POST"), []);
});

Deno.test("parley.v1 is busy when more than 5 prompts wait in a conversation", async () => {
  const gate = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({ answers: [{ steps: [{ hold: gate.promise }] }] });
  await using parley = await startParley({ ollama: ollama.address });
  await using client = await speak(parley.wsOrigin);
  const conversation = uuid();
  for (let count = 0; count < 7; count++) {
    client.send({ type: "prompt", conversation, id: uuid(), message: `message ${count}` });
  }
  assert.equal((await client.nextOf("refused")).code, "busy");
  gate.resolve();
});

Deno.test("parley.v1 closes with 1008 after 20 frames that do not parse", async () => {
  await using parley = await startParley();
  await using client = await speak(parley.wsOrigin);
  for (let count = 0; count < 21; count++) client.send("?");
  assert.equal((await client.closed).code, 1008);
});

Deno.test("fault 35: parley.v1 tells a page of another build to reload, and greets it first", async () => {
  await using parley = await startParley();
  await using old = await connect(parley.wsOrigin, {
    protocol: SUBPROTOCOL,
    path: "/ws?build=000000000000",
  });
  const { build } = await old.next();
  assert.equal((await old.closed).code, 4009);
  await using current = await connect(parley.wsOrigin, {
    protocol: SUBPROTOCOL,
    path: `/ws?build=${build}`,
  });
  current.send({ type: "ping", at: 1 });
  assert.equal((await current.nextOf("pong")).at, 1);
});

Deno.test("fault 25: startParley() asks again after a crash what had not begun, and marks what had", async () => {
  await using ollama = await startFakeOllama({ answers: [["Answered."]] });
  const { createMemoryJournal } = await import("../../server/journal/memory.ts");
  await using journal = createMemoryJournal();
  const [waiting, cut] = [uuid(), uuid()];
  const user = uuid();
  const typing = (id: string) => ({
    type: "typing" as const,
    id,
    parent: user,
    request: user,
    model: "gemma:2b",
    message: "AI is typing...",
  });
  const asked = { type: "user" as const, id: user, parent: null, message: "Hi" };
  const [id, cutId] = [uuid(), uuid()];
  await journal.append({ owner: "local", conversation: waiting, rows: [asked, typing(id)] });
  await journal.append({
    owner: "local",
    conversation: cut,
    rows: [asked, typing(cutId), { type: "token", id: cutId, offset: 0, message: "Hel" }],
  });
  await using parley = await startParley({ ollama: ollama.address, journal });
  await using client = await speak(parley.wsOrigin);
  client.send({ type: "open", conversation: cut });
  const { events } = await client.nextOf<Opened>("opened");
  const error = events.at(-1);
  assert.deepEqual([error?.type, error?.code, error?.text], ["error", "restarted", "Hel"]);
  client.send({ type: "open", conversation: waiting });
  const opened = await client.nextOf<Opened>("opened");
  const ai = opened.events.find(({ type }) => type === "ai") ?? await client.nextOf("ai");
  assert.equal(ai.message, "Answered.");
  assert.equal(ollama.requests.filter(({ path }) => path === "/api/chat").length, 1);
});
