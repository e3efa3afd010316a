import assert from "node:assert/strict";
import { branch, siblings } from "../../static/branches.js";
import { emptyConversation, fold } from "../../static/fold.js";
import { SUBPROTOCOL } from "../../static/protocol.js";
import type { Row } from "../../server/journal/rows.ts";
import { type FakeOllama, type FakeOptions, startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { type Client, connect } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

/** A server with a scripted Ollama, and a client that has opened an empty conversation. */
async function talk(options: FakeOptions = {}, env: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const ollama = stack.use(await startFakeOllama(options));
  const parley = stack.use(await startParley({ ollama: ollama.address, env }));
  const client = stack.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  const conversation = uuid();
  client.send({ type: "open", conversation });
  await client.nextOf("opened");
  const say = async (message: string, more: object = {}) => {
    const id = uuid();
    client.send({ type: "prompt", conversation, id, message, ...more });
    const end = await client.nextOf("ai", "error");
    return { id, answer: String(end.id), end };
  };
  const folded = async () =>
    fold(emptyConversation(conversation), (await parley.journal.since(conversation, 0)).rows);
  return {
    ollama,
    parley,
    client,
    conversation,
    say,
    folded,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

interface ChatBody extends Record<string, unknown> {
  messages: { role: string; content: string }[];
}

/** The newest request to `/api/chat`. */
function lastBody(ollama: FakeOllama): ChatBody {
  return ollama.requests.filter(({ path }) => path === "/api/chat").at(-1)?.body as ChatBody;
}

/** Its messages, without the system prompt. */
const lastMessages = (ollama: FakeOllama) => lastBody(ollama).messages.slice(1);

async function request(client: Client, frame: object) {
  client.send(frame);
  return await client.nextOf("accepted", "refused");
}

Deno.test("prompt with another parent is an edit: a branch beside the first", async () => {
  await using t = await talk({ answers: [["one"], ["two"], ["three"]] });
  const first = await t.say("a");
  await t.say("b");
  const edited = await t.say("B", { parent: first.answer });
  const conversation = await t.folded();
  assert.deepEqual(branch(conversation).map(({ text }) => text), ["a", "one", "B", "three"]);
  const message = conversation.messages.get(edited.id);
  assert.ok(message);
  assert.deepEqual(siblings(conversation, message).map(({ text }) => text), ["b", "B"]);
  assert.deepEqual(lastMessages(t.ollama).map(({ content }) => content), ["a", "one", "B"]);
});

Deno.test("prompt with the root as parent edits the very first message", async () => {
  await using t = await talk();
  await t.say("a");
  await t.say("A", { parent: null });
  assert.deepEqual(lastMessages(t.ollama).map(({ content }) => content), ["A"]);
});

Deno.test("switch shows the branch through a message, down to its newest leaf", async () => {
  await using t = await talk({ answers: [["one"], ["two"], ["three"]] });
  const first = await t.say("a");
  const second = await t.say("b");
  await t.say("B", { parent: first.answer });
  t.client.send({ type: "switch", conversation: t.conversation, id: second.id });
  assert.equal((await t.client.nextOf("head")).id, second.answer);
  const shown = branch(await t.folded()).map(({ text }) => text);
  assert.deepEqual(shown, ["a", "one", "b", "two"]);
  await t.say("c");
  assert.deepEqual(lastMessages(t.ollama).map(({ content }) => content), [
    "a",
    "one",
    "b",
    "two",
    "c",
  ]);
});

Deno.test("continue goes on with an answer that was cut, from its very last letter", async () => {
  await using t = await talk({
    answers: [{ steps: ["One, two, "], end: "length" }, ["three, four."]],
  });
  const { answer } = await t.say("Count");
  const frame = { type: "continue", conversation: t.conversation, id: uuid(), of: answer };
  const accepted = await request(t.client, frame);
  const end = await t.client.nextOf("ai");
  assert.deepEqual([end.id, end.message], [accepted.answer, "One, two, three, four."]);
  assert.deepEqual(lastMessages(t.ollama), [
    { role: "user", content: "Count" },
    { role: "assistant", content: "One, two, " },
  ]);
  assert.deepEqual(await request(t.client, frame), accepted);
  assert.equal((await t.folded()).messages.get(answer)?.text, "One, two, ");
});

Deno.test("continue says nothing twice when the model repeats what it said last", async () => {
  const said = "The quick brown fox jumps over the lazy dog and then it sleeps for ";
  await using t = await talk({
    answers: [
      { steps: [said], end: "length" },
      ["over the lazy dog and then it sleeps for a long, long while. The end."],
    ],
  });
  const { answer } = await t.say("Go");
  await request(t.client, {
    type: "continue",
    conversation: t.conversation,
    id: uuid(),
    of: answer,
  });
  const end = await t.client.nextOf("ai");
  assert.equal(end.message, `${said}a long, long while. The end.`);
});

Deno.test("continue shows an answer that starts over as a new one", async () => {
  const said = "The quick brown fox jumps over the lazy dog and then it sleeps for ";
  await using t = await talk({
    answers: [{ steps: [said], end: "length" }, [said, "hours."]],
  });
  const { answer } = await t.say("Go");
  await request(t.client, {
    type: "continue",
    conversation: t.conversation,
    id: uuid(),
    of: answer,
  });
  const end = await t.client.nextOf("ai");
  assert.equal(end.message, `${said}hours.`);
});

Deno.test("continue refuses an answer that was not cut", async () => {
  await using t = await talk();
  const { answer } = await t.say("Hi");
  const { conversation } = t;
  const whole = await request(t.client, { type: "continue", conversation, id: uuid(), of: answer });
  assert.equal(whole.code, "conflict");
  const other = await request(t.client, { type: "continue", conversation, id: uuid(), of: uuid() });
  assert.equal(other.code, "not_found");
});

Deno.test("settings hold for this conversation's next answers, and null is the default", async () => {
  await using t = await talk({ models: ["gemma:2b", "phi3"] });
  await t.say("Hi");
  const { conversation } = t;
  t.client.send({
    type: "settings",
    conversation,
    model: "phi3",
    system: "Be brief.",
    temperature: 0,
    seed: 7,
    think: false,
  });
  await t.client.nextOf("settings");
  await t.say("Again");
  const body = lastBody(t.ollama);
  assert.deepEqual([body.model, body.think, body.messages[0].content], [
    "phi3",
    false,
    "Be brief.",
  ]);
  assert.deepEqual(body.options, { temperature: 0, top_p: 0.9, top_k: 40, seed: 7 });
  t.client.send({ type: "settings", conversation, temperature: null, seed: null });
  await t.client.nextOf("settings");
  await t.say("And again");
  assert.deepEqual(lastBody(t.ollama).options, { temperature: 0.7, top_p: 0.9, top_k: 40 });
});

Deno.test("settings may be a conversation's first row, and its first prompt is as any other's", async () => {
  await using t = await talk({ models: ["gemma:2b", "phi3"] });
  const { client, conversation, parley } = t;
  await using other = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  await other.nextOf("hello");
  const id = uuid();
  client.send({ type: "settings", conversation, id, model: "phi3", temperature: 0 });
  const row = await client.nextOf("settings", "refused");
  assert.deepEqual([row.seq, row.model], [1, "phi3"]);
  assert.deepEqual(await client.nextOf("done", "refused"), { type: "done", conversation, id });
  const listed = async () => {
    const response = await fetch(`${parley.origin}/api/conversations`);
    return (await response.json()).conversations;
  };
  assert.deepEqual(await listed(), [], "nothing was said in it yet");
  const { id: prompt } = await t.say("Hi there");
  assert.equal(lastBody(t.ollama).model, "phi3");
  assert.equal((await t.folded()).messages.get(prompt)?.parent, null);
  const frame = await other.nextOf("conversation");
  assert.deepEqual([frame.id, frame.title, frame.model], [conversation, "Hi there", "phi3"]);
  const [{ title, model }] = await listed();
  assert.deepEqual([title, model], ["Hi there", "phi3"]);
});

Deno.test("settings of a deleted conversation are refused, by their name", async () => {
  await using t = await talk();
  const { client, conversation } = t;
  await t.say("Hi");
  client.send({ type: "delete", conversation });
  await client.nextOf("deleted");
  const id = uuid();
  const refused = await request(client, { type: "settings", conversation, id, temperature: 1 });
  assert.deepEqual([refused.code, refused.conversation, refused.id], ["gone", conversation, id]);
});

Deno.test("every refusal names the request that it is about", async () => {
  await using t = await talk();
  const { client } = t;
  await t.say("Hi");
  const nowhere = uuid();
  const frames = [
    { type: "rename", message: "x" },
    { type: "delete", code: "not_found" },
    { type: "prompt", message: " ", code: "bad_frame" },
    { type: "retry", of: uuid() },
    { type: "continue", of: uuid() },
    { type: "switch" },
    { type: "settings", temperature: 9, code: "bad_frame" },
    { type: "rename", message: "", code: "bad_frame" },
    { type: "nonsense", code: "bad_frame" },
  ];
  for (const { code = "not_found", ...frame } of frames) {
    const id = uuid();
    const refused = await request(client, { ...frame, conversation: nowhere, id });
    assert.deepEqual([refused.type, refused.code, refused.conversation, refused.id], [
      "refused",
      code,
      nowhere,
      id,
    ], JSON.stringify(frame));
  }
});

Deno.test("an id that stood for another kind of request is a conflict, whatever else is the same", async () => {
  await using t = await talk({ answers: [["one"], ["two"]] });
  const { client, conversation } = t;
  const first = await t.say("a");
  const second = await t.say("b");
  const retry = { type: "retry", conversation, id: second.id, of: first.answer };
  assert.equal((await request(client, retry)).code, "conflict");
  const again = { type: "retry", conversation, id: uuid(), of: second.id };
  assert.equal((await request(client, again)).type, "accepted");
  const { message } = await client.nextOf("ai");
  const prompt = { type: "prompt", conversation, id: again.id, message };
  assert.equal((await request(client, prompt)).code, "conflict");
});

Deno.test("rename, delete and restore that carry an id are answered done once they are stored", async () => {
  await using t = await talk();
  await t.say("Hi");
  const { client, conversation } = t;
  for (
    const frame of [{ type: "rename", message: "A name" }, { type: "delete" }, { type: "restore" }]
  ) {
    const id = uuid();
    client.send({ ...frame, conversation, id });
    assert.deepEqual(await client.nextOf("done", "refused"), { type: "done", conversation, id });
  }
});

Deno.test("GET /api/settings tells what holds where nothing was chosen", async () => {
  await using t = await talk({}, {
    TEMPERATURE: "0.3",
    SYSTEM_PROMPT: "Be kind.",
    NUM_PREDICT: "9",
  });
  const response = await fetch(`${t.parley.origin}/api/settings`);
  assert.deepEqual(await response.json(), {
    defaults: {
      model: "gemma:2b",
      system: "Be kind.",
      temperature: 0.3,
      top_p: 0.9,
      top_k: 40,
      num_predict: 9,
    },
    limits: { message_chars: 32_000, images: 8, image_bytes: 8 * 1024 * 1024 },
  });
});

Deno.test("settings out of range are no frame", async () => {
  await using t = await talk();
  await t.say("Hi");
  const { conversation } = t;
  for (
    const wrong of [{ temperature: 3 }, { top_p: -1 }, { seed: 1.5 }, { think: "yes" }, { x: 1 }]
  ) {
    const refused = await request(t.client, { type: "settings", conversation, ...wrong });
    assert.equal(refused.code, "bad_frame", JSON.stringify(wrong));
  }
});

Deno.test("rename sets the title, and the list of every socket hears of it", async () => {
  await using t = await talk();
  await t.say("What is Python?");
  await using other = await connect(t.parley.wsOrigin, { protocol: SUBPROTOCOL });
  await other.nextOf("hello");
  t.client.send({ type: "rename", conversation: t.conversation, message: "  Snakes  " });
  assert.equal((await t.client.nextOf("title")).message, "Snakes");
  let listed = await other.nextOf("conversation");
  // The end of the answer above may still be on its way to the list.
  while (listed.title !== "Snakes") listed = await other.nextOf("conversation");
  assert.deepEqual([listed.id, listed.title, listed.running], [t.conversation, "Snakes", false]);
});

Deno.test("delete ends the running answer first, refuses what comes after, and restore undoes it", async () => {
  await using t = await talk({ answers: [{ steps: ["partial"], end: "open" }, ["again"]] });
  const { client, conversation } = t;
  client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  await client.nextOf("token");
  client.send({ type: "delete", conversation });
  assert.equal((await client.nextOf("ai")).reason, "stopped");
  await client.nextOf("deleted");
  const refused = await request(client, {
    type: "prompt",
    conversation,
    id: uuid(),
    message: "Ho",
  });
  assert.equal(refused.code, "gone");
  client.send({ type: "restore", conversation });
  await client.nextOf("restored");
  assert.equal((await t.say("Ho")).end.message, "again");
});

Deno.test("delete comes before what was asked after it, also while an answer is being ended", async () => {
  await using t = await talk({ answers: [{ steps: ["partial"], end: "open" }, ["never"]] });
  const { client, conversation } = t;
  client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  await client.nextOf("token");
  client.send({ type: "delete", conversation });
  client.send({ type: "prompt", conversation, id: uuid(), message: "Ho" });
  assert.equal((await client.nextOf("refused", "accepted")).code, "gone");
  assert.equal(t.ollama.requests.filter(({ path }) => path === "/api/chat").length, 1);
});

Deno.test("fault 8: a busy Ollama is asked again, says so, and the order stays", async () => {
  await using t = await talk({
    answers: [{ status: 503, body: '{"error":"server busy, please try again"}' }, ["at last"]],
  });
  const { client, conversation } = t;
  client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  let phase = await client.nextOf("phase", "error");
  while (phase.phase !== "busy" && phase.type === "phase") {
    phase = await client.nextOf("phase", "error");
  }
  assert.equal(phase.phase, "busy");
  assert.equal((await client.nextOf("ai", "error")).message, "at last");
});

Deno.test("every row that was told is in the journal, and folds to the same conversation", async () => {
  await using t = await talk({ answers: [["one"], ["two"]] });
  const told: Row[] = [];
  const { client, conversation } = t;
  client.send({ type: "prompt", conversation, id: uuid(), message: "a" });
  for (let ended = false; !ended;) {
    const frame = await client.next();
    if ("seq" in frame && frame.type !== "accepted") told.push(frame as unknown as Row);
    ended = frame.type === "ai";
  }
  assert.deepEqual(fold(emptyConversation(conversation), told), await t.folded());
});
