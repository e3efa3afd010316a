import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { type FakeRequest, startFakeOllama } from "../support/fake_ollama.ts";
import { reply } from "../support/fake_routes.ts";
import type { Script, Step } from "../support/fake_script.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

const WINDOW = 200;
const TOO_LONG = '{"error":"the input length exceeds the context length"}';

interface Body {
  messages: { role: string; content: string }[];
}

/** The fake's tokens are words. */
const tokensIn = (text: string) => text.split(/\s+/).filter(Boolean).length;
const promptTokens = ({ messages }: Body) =>
  messages.reduce((sum, { content }) => sum + tokensIn(content) + 4, 0);

/** Answers as Ollama with a small window does: what does not fit is refused, all else is counted. */
function answerWithin(window: number) {
  return ({ body }: FakeRequest): Script | Step[] => {
    const tokens = promptTokens(body as Body);
    if (tokens > window) return { status: 400, body: TOO_LONG };
    return { steps: ["Well, ", "yes."], stats: { prompt_eval_count: tokens } };
  };
}

async function talk(window: number, answer = answerWithin(window)) {
  const stack = new AsyncDisposableStack();
  const ollama = stack.use(
    await startFakeOllama({
      answers: [answer],
      routes: {
        "/api/ps": reply({ models: [{ name: "gemma:2b", context_length: window }] }),
      },
    }),
  );
  const parley = stack.use(
    await startParley({ ollama: ollama.address, env: { SYSTEM_PROMPT: "Be brief." } }),
  );
  const client = stack.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  /** Begins a conversation in which something may be said. */
  const begin = (settings?: { system: string }) => {
    const conversation = crypto.randomUUID();
    client.send({ type: "open", conversation });
    if (settings) client.send({ type: "settings", conversation, ...settings });
    return async (message: string) => {
      client.send({ type: "prompt", conversation, id: crypto.randomUUID(), message });
      return await client.nextOf("ai", "error");
    };
  };
  const asked = () =>
    ollama.requests.filter(({ path }) => path === "/api/chat").map(({ body }) => body as Body);
  return { begin, say: begin(), asked, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const words = (count: number, word = "word") => `${word} `.repeat(count).trim();

Deno.test("a conversation that outgrows its window never fails, and says how many were left out", async () => {
  await using t = await talk(WINDOW);
  const said: string[] = [];
  let mostDropped = 0;
  for (let turn = 0; turn < 30; turn++) {
    const message = words(20, `turn${turn}`);
    said.push(message);
    const end = await t.say(message);
    assert.equal(end.type, "ai", String(end.message));
    const { used, limit, dropped } = end.context as Record<string, number>;
    assert.equal(limit, WINDOW);
    assert.ok(used > 0 && used <= WINDOW);
    mostDropped = Math.max(mostDropped, dropped);

    const { messages } = t.asked().at(-1) as Body;
    assert.deepEqual(messages[0], { role: "system", content: "Be brief." });
    const questions = messages.filter(({ role }) => role === "user").map(({ content }) => content);
    assert.deepEqual(questions, said.slice(-questions.length), "a true suffix of the history");
    assert.equal(messages[1].role, "user");
    assert.equal(dropped, 2 * (said.length - questions.length));
  }
  assert.ok(mostDropped > 20);
});

Deno.test("a history that did not fit once fits at first try the next time", async () => {
  await using t = await talk(WINDOW);
  let before = 0;
  const triesOf = async (message: string) => {
    await t.say(message);
    const tries = t.asked().length - before;
    before = t.asked().length;
    return tries;
  };
  const tries: number[] = [];
  for (let turn = 0; turn < 25; turn++) tries.push(await triesOf(words(20)));
  assert.ok(tries.slice(-10).every((count) => count === 1), `tries: ${tries}`);
  assert.ok(Math.max(...tries) <= 4, `tries: ${tries}`);
});

Deno.test("a message that alone does not fit fails with context, and says by how much", async () => {
  await using t = await talk(WINDOW);
  await t.say("Hi");
  const end = await t.say(words(400));
  assert.deepEqual([end.type, end.code], ["error", "context"]);
  assert.match(String(end.message), /holds 200 tokens.*about \d+ too many/);
  const next = await t.say("Short again");
  assert.equal(next.type, "ai");
});

Deno.test("an Ollama that forgets the beginning while it answers is recognised by its counts", async () => {
  const answer = (answerTokens: number) => ({ body }: FakeRequest): Script => ({
    steps: ["Well, ", "yes."],
    stats: { prompt_eval_count: promptTokens(body as Body), eval_count: answerTokens },
  });
  for (const [answerTokens, unsure] of [[WINDOW - 20, undefined], [WINDOW + 1, true]] as const) {
    await using t = await talk(WINDOW, answer(answerTokens));
    const { context } = await t.say("Tell me everything");
    const { limit, used, unsure: said } = context as Record<string, unknown>;
    assert.deepEqual([limit, said], [WINDOW, unsure]);
    assert.ok(Number(used) <= WINDOW);
  }
});

Deno.test("an Ollama that cuts silently is recognised, and the answer says that it is not sure", async () => {
  await using t = await talk(WINDOW, ({ body }) => ({
    steps: ["Well, ", "yes."],
    stats: { prompt_eval_count: Math.min(promptTokens(body as Body), WINDOW) },
  }));
  // One message of far more than the window, which an honest Ollama would refuse.
  const end = await t.say(words(2_000));
  assert.equal((end.context as { unsure?: boolean }).unsure, true);
});

Deno.test("what one conversation's tokens are like says nothing of another one's", async () => {
  const window = 4096;
  // A template that says thirty words of its own where there is no system prompt.
  await using t = await talk(window, ({ body }) => {
    const { messages } = body as Body;
    const own = messages[0].role === "system" ? 0 : 30;
    return {
      steps: ["Well, ", "yes."],
      stats: { prompt_eval_count: promptTokens({ messages }) + own },
    };
  });
  for (let turn = 0; turn < 4; turn++) await t.say(words(80));
  const elsewhere = t.begin({ system: "" });
  assert.equal((await elsewhere("Hi")).type, "ai");
  assert.equal((await elsewhere(words(500, "답변"))).type, "ai");
  const { context } = await t.say(words(480));
  const { messages } = t.asked().at(-1) as Body;
  assert.equal(messages.length, 10, "nothing was left out");
  assert.deepEqual(context, { used: promptTokens({ messages }) + 2, limit: window, dropped: 0 });
});

Deno.test("a last question is tried alone before it is said not to fit", async () => {
  let refusing = false;
  await using t = await talk(
    WINDOW,
    ({ body }) =>
      refusing && (body as Body).messages.length > 2 ? { status: 400, body: TOO_LONG } : ["Yes."],
  );
  for (let turn = 0; turn < 30; turn++) await t.say("No?");
  refusing = true;
  const before = t.asked().length;
  const { type, context } = await t.say("One more?");
  assert.deepEqual([type, (context as { dropped: number }).dropped], ["ai", 60]);
  const tries = t.asked().length - before;
  assert.ok(tries <= 8, `${tries} tries`);
});
