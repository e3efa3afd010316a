import assert from "node:assert/strict";
import { demoFetch } from "../../../server/ollama/demo.ts";
import { createRelay } from "../../../server/ollama/relay.ts";
import { collectAnswer } from "../../support/collect_answer.ts";
import { createManualClock } from "../../support/manual_clock.ts";

/** A relay over a demo that does not dawdle. */
function fastDemo() {
  const clock = {
    now: () => 0,
    after: (_: number, callback: () => void) => (callback(), () => {}),
  };
  return createRelay({ address: "http://127.0.0.1:11434", fetch: demoFetch({ clock }) });
}

const ask = (content: string, options = {}) =>
  collectAnswer(
    fastDemo().chat({
      model: "demo",
      messages: [{ role: "system", content: "Be brief." }, { role: "user", content }],
      options,
    }),
  );

const QUESTIONS: [content: string, answer: RegExp][] = [
  ["Hello!", /^Hello! I am Parley's demo/],
  ["What is Parley?", /a chat with your own Ollama, in one executable/],
  ["Hi, show me a table", /\|---\|---:\|---\|/],
  ["write some code", /```js\n[^`]+```/],
  ["a list, please", /^- a list/m],
  ["Xyzzy\nplugh", /> Xyzzy\n> plugh/],
  ["", /You said nothing/],
];

for (const [content, answer] of QUESTIONS) {
  Deno.test(`demoFetch() answers ${JSON.stringify(content)}, and says that it is no model`, async () => {
    const { text, done, error } = await ask(content);
    assert.equal(error, undefined);
    assert.match(text, answer);
    assert.match(text.slice(0, 200), /no language model/);
    assert.equal(done?.reason, "stop");
    assert.ok((done?.stats.answerTokens ?? 0) > 5);
    assert.deepEqual((await ask(content)).text, text);
  });
}

Deno.test("demoFetch() finds the last turn in a bare prompt", async () => {
  const prompt = "Be brief.\n\nUser: Hello\nAssistant: Hello!\nUser: Xyzzy\nAssistant:";
  const { text } = await collectAnswer(fastDemo().generate({ model: "demo", prompt, options: {} }));
  assert.match(text, /\n> Xyzzy\n\n/);
});

Deno.test("demoFetch() keeps to the number of tokens it is given", async () => {
  const { text, done } = await ask("Hello", { num_predict: 3 });
  assert.deepEqual({ text, reason: done?.reason }, { text: "Hello! I am", reason: "length" });
});

Deno.test("demoFetch() has one model, and can load it", async () => {
  const relay = fastDemo();
  assert.deepEqual(await relay.installed(), [{ name: "demo", size: 0, remote: false }]);
  assert.deepEqual(await relay.loaded(), [{ name: "demo", contextLength: 8192 }]);
  assert.equal((await relay.details("demo")).contextLength, 8192);
  assert.equal(await relay.version(), "demo");
  await relay.load("demo");
  await assert.rejects(relay.load("phi3"), { code: "model_missing" });
  await assert.rejects(relay.details("phi3"), { code: "model_missing" });
});

Deno.test("demoFetch() pulls nothing, and says why", async () => {
  const pull = Array.fromAsync(fastDemo().pull("phi3"));
  await assert.rejects(pull, { code: "upstream", message: /this is the demo/ });
});

Deno.test("demoFetch() knows only the paths that Ollama has", async () => {
  const { status } = await demoFetch()("http://127.0.0.1:11434/api/delete", { method: "DELETE" });
  assert.equal(status, 404);
});

Deno.test("demoFetch() answers at some thirty tokens a second", async () => {
  const clock = createManualClock();
  const relay = createRelay({ address: "http://127.0.0.1:11434", fetch: demoFetch({ clock }) });
  const messages = [{ role: "user" as const, content: "Hello" }];
  const answer = collectAnswer(relay.chat({ model: "demo", messages, options: {} }));
  let ended = false;
  const end = answer.finally(() => ended = true);
  while (!ended) {
    await new Promise((resolve) => setTimeout(resolve));
    clock.tick(10);
  }
  const { done } = await end;
  const rate = (done?.stats.answerTokens ?? 0) / clock.now() * 1000;
  assert.ok(rate > 15 && rate < 35, `${rate} tokens/s`);
  assert.equal(clock.waiting, 0);
});

Deno.test("demoFetch() stops when it is aborted, and leaves no timer", async () => {
  const clock = createManualClock();
  const relay = createRelay({ address: "http://127.0.0.1:11434", fetch: demoFetch({ clock }) });
  const controller = new AbortController();
  const reason = new Error("stopped");
  const messages = [{ role: "user" as const, content: "Hello" }];
  const { signal } = controller;
  const answer = collectAnswer(relay.chat({ model: "demo", messages, options: {} }, { signal }));
  while (clock.waiting === 0) await new Promise((resolve) => setTimeout(resolve));
  clock.tick(400);
  controller.abort(reason);
  await assert.rejects(answer, reason);
  assert.equal(clock.waiting, 0);
});
