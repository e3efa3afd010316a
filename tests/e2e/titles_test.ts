/** TITLES=model: a title that the model gives once it has answered. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { type Answer, startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect, type Frame } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

interface Body {
  messages: { role: string; content: string }[];
  options: Record<string, number>;
}

const isAboutTitle = (body: unknown) =>
  (body as Partial<Body>).messages?.at(-1)?.content.startsWith("Give this conversation a title") ??
    false;

/** A server whose model answers, and says of a title what a test says. */
async function talk(title: Answer, env: Record<string, string> = { TITLES: "model" }) {
  const stack = new AsyncDisposableStack();
  const answer: Answer = (request) => {
    if (!isAboutTitle(request.body)) return ["Well, yes."];
    return typeof title === "function" ? title(request) : title;
  };
  const ollama = stack.use(await startFakeOllama({ answers: [answer] }));
  const parley = stack.use(await startParley({ ollama: ollama.address, env }));
  const client = stack.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  const conversation = uuid();
  client.send({ type: "open", conversation });
  await client.nextOf("opened");
  const prompt = (message: string, place: object = { conversation }) =>
    client.send({ type: "prompt", id: uuid(), message, ...place });
  /** The next request for a title. */
  const asked = async () => {
    for (;;) {
      const request = await ollama.nextRequest("/api/chat");
      if (isAboutTitle(request.body)) return request;
    }
  };
  const until = async (type: string, is: (frame: Frame) => boolean = () => true) => {
    for (;;) {
      const frame = await client.nextOf(type);
      if (is(frame)) return frame;
    }
  };
  const titles = async () =>
    (await parley.journal.since(conversation, 0)).rows.filter(({ type }) => type === "title");
  return {
    ollama,
    parley,
    client,
    conversation,
    prompt,
    asked,
    until,
    titles,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

Deno.test("TITLES=model asks for a title after the first answer, with the same messages and window", async () => {
  await using t = await talk(['"A talk about ', 'yes."\nMore words'], {
    TITLES: "model",
    NUM_CTX: "2048",
  });
  t.prompt("Is it so?");
  const row = await t.client.nextOf("title");
  assert.equal(row.message, "A talk about yes");
  const [first, second] = t.ollama.requests.filter(({ path }) => path === "/api/chat")
    .map(({ body }) => body as Body);
  assert.deepEqual(second.messages.slice(0, -1), [
    ...first.messages,
    { role: "assistant", content: "Well, yes." },
  ]);
  assert.equal(second.options.num_ctx, first.options.num_ctx);
  const listed = await t.until("conversation", ({ title }) => title === "A talk about yes");
  assert.equal(listed.id, t.conversation);
  t.prompt("And so?");
  await t.client.nextOf("ai");
  assert.equal((await t.titles()).length, 1, "one title is enough");
  const { rows } = await t.parley.journal.since(t.conversation, 0);
  assert.equal(rows.filter(({ type }) => type === "typing").length, 2, "it is no answer");
});

Deno.test("TITLES=model gives up a title at once when anyone asks, and tries after that answer again", async () => {
  let held = true;
  await using t = await talk(() => held ? { steps: ["Half a ti"], end: "open" } : ["Whole title"]);
  t.prompt("Is it so?");
  const request = await t.asked();
  held = false;
  const other = uuid();
  t.client.send({ type: "open", conversation: other });
  t.prompt("Something else?", { conversation: other });
  assert.equal(await request.outcome, "left");
  const queued = await t.until("accepted", ({ conversation }) => conversation === other);
  await t.until("ai", ({ id }) => id === queued.answer);
  const row = await t.client.nextOf("title");
  assert.deepEqual([row.conversation, row.message], [other, "Whole title"]);
  assert.deepEqual(await t.titles(), []);
  t.prompt("Once more?");
  const late = await t.client.nextOf("title");
  assert.deepEqual([late.conversation, late.message], [t.conversation, "Whole title"]);
});

Deno.test("TITLES=model gives up a title when a basic client asks", async () => {
  await using t = await talk({ steps: [], end: "open" });
  t.prompt("Is it so?");
  const request = await t.asked();
  await using basic = await connect(t.parley.wsOrigin);
  basic.send({ message: "Hi" });
  assert.equal(await request.outcome, "left");
});

Deno.test("TITLES=model asks for none while someone waits", async () => {
  const go = Promise.withResolvers<void>();
  await using ollama = await startFakeOllama({
    answers: [
      ({ body }) => isAboutTitle(body) ? ["A title"] : [{ hold: go.promise }, "Well, yes."],
    ],
  });
  await using parley = await startParley({ ollama: ollama.address, env: { TITLES: "model" } });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversations = [uuid(), uuid()];
  for (const conversation of conversations) {
    client.send({ type: "open", conversation });
    client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  }
  const waiting = await client.nextOf("phase");
  assert.deepEqual([waiting.phase, waiting.position], ["queued", 1]);
  go.resolve();
  const row = await client.nextOf("title");
  assert.equal(row.conversation, conversations[1]);
  const about = ollama.requests.filter(({ path, body }) =>
    path === "/api/chat" && isAboutTitle(body)
  );
  assert.equal(about.length, 1, "the first one was not asked about");
});

Deno.test("a person's title wins over one that the model is still thinking of", async () => {
  const go = Promise.withResolvers<void>();
  await using t = await talk([{ hold: go.promise }, "The model's"]);
  t.prompt("Is it so?");
  const request = await t.asked();
  t.client.send({ type: "rename", conversation: t.conversation, message: "Mine" });
  await t.client.nextOf("title");
  go.resolve();
  await request.outcome;
  // What comes next in the same conversation stands behind what the title would have stored.
  t.client.send({ type: "settings", conversation: t.conversation, id: uuid(), seed: 1 });
  await t.client.nextOf("done");
  t.prompt("And so?");
  await t.client.nextOf("ai");
  assert.deepEqual((await t.titles()).map((row) => "message" in row && row.message), ["Mine"]);
});

Deno.test("a title that cannot be had is nobody's error", async () => {
  for (
    const title of [{ status: 500, body: '{"error":"no"}' }, { steps: [" \n"] }, {
      steps: ["x"],
      end: "cut" as const,
    }]
  ) {
    await using t = await talk(title);
    t.prompt("Is it so?");
    const request = await t.asked();
    await request.outcome;
    t.prompt("And so?");
    assert.equal((await t.until("ai", ({ message }) => message === "Well, yes.")).type, "ai");
    assert.deepEqual(await t.titles(), []);
  }
});

Deno.test("without TITLES=model nothing is asked but what people ask", async () => {
  await using t = await talk(["A title"], {});
  t.prompt("Is it so?");
  await t.until("conversation", ({ running }) => running === false);
  assert.equal(t.ollama.requests.filter(({ path }) => path === "/api/chat").length, 1);
});
