import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { ask } from "../../../server/chat/ask.ts";
import {
  type Delta,
  type LoadedModel,
  type Ollama,
  UpstreamError,
} from "../../../server/ollama/ollama.ts";

/** As much of Ollama as `ask()` looks at: what is loaded, which a test may change. */
function ollamaWith(loaded: () => Promise<LoadedModel[]>): Ollama {
  const refuse = () => Promise.reject(new Error("was not to be asked"));
  const none = () => assert.fail("was not to be asked");
  return {
    address: "http://ollama.test",
    loaded,
    load: refuse,
    installed: refuse,
    details: refuse,
    version: refuse,
    generate: none,
    chat: none,
    pull: none,
  };
}

/** Asks with a stream that a test writes to, and notes the phases. */
function asked(loaded: () => Promise<LoadedModel[]>) {
  const clock = install();
  const phases: string[] = [];
  const stream = new TransformStream<Delta, Delta>();
  const writer = stream.writable.getWriter();
  const answer = ask(ollamaWith(loaded), {
    model: "gemma:2b",
    signal: new AbortController().signal,
    request: () => stream.readable,
    onPhase: (phase) => phases.push(phase),
  });
  return {
    clock,
    phases,
    next: () => answer.next(),
    write: (delta: Partial<Delta>) => writer.write({ text: "", thinking: "", ...delta }),
    async [Symbol.asyncDispose]() {
      await writer.close();
      while (!(await answer.next()).done);
      clock.uninstall();
    },
  };
}

Deno.test("ask() asks nobody what goes on when the first token comes quickly", async () => {
  await using question = asked(() => Promise.reject(new Error("was not to be asked")));
  const { clock, phases, next, write } = question;
  const first = next();
  await clock.tickAsync(149);
  void write({ text: "Hel" });
  assert.deepEqual((await first).value, { text: "Hel", thinking: "" });
  await clock.tickAsync(1_000);
  assert.deepEqual(phases, ["writing"]);
});

Deno.test("ask() says that the model is loading until it is loaded, then that it reads", async () => {
  const loaded: LoadedModel[] = [];
  await using question = asked(() => Promise.resolve(loaded));
  const { clock, phases, next, write } = question;
  const first = next();
  await clock.tickAsync(2_000);
  assert.deepEqual(phases, ["loading"]);
  loaded.push({ name: "gemma:2b" });
  await clock.tickAsync(500);
  assert.deepEqual(phases, ["loading", "reading"]);
  void write({ thinking: "Hm" });
  await first;
  void write({ text: "Yes" });
  await next();
  assert.deepEqual(phases, ["loading", "reading", "thinking", "writing"]);
});

Deno.test("ask() says that the model reads when Ollama does not tell", async () => {
  await using question = asked(() => Promise.reject(new Error("no")));
  const { clock, phases, next, write } = question;
  const first = next();
  await clock.tickAsync(150);
  assert.deepEqual(phases, ["reading"]);
  void write({ text: "x" });
  await first;
});

Deno.test("ask() says that Ollama is silent while it does not even tell what is loaded", async () => {
  const told = Promise.withResolvers<LoadedModel[]>();
  await using question = asked(() => told.promise);
  const { clock, phases, next, write } = question;
  const first = next();
  await clock.tickAsync(1_000);
  assert.deepEqual(phases, []);
  await clock.tickAsync(5_000);
  assert.deepEqual(phases, ["silent"]);
  told.resolve([{ name: "gemma:2b" }]);
  await clock.tickAsync(500);
  assert.deepEqual(phases, ["silent", "reading"]);
  void write({ text: "x" });
  await first;
});

/** Asks an Ollama that is busy so many times, and notes when it was asked. */
function askedWhileBusy(times: number, { random = 0.5, begun = false } = {}) {
  const clock = install();
  const [asked, phases]: [number[], string[]] = [[], []];
  const controller = new AbortController();
  async function* request(): AsyncGenerator<Delta> {
    asked.push(clock.now);
    await Promise.resolve();
    if (begun) yield { text: "Hel", thinking: "" };
    if (asked.length <= times) throw new UpstreamError("model_busy", "Ollama is busy.");
    yield { text: "Hello", thinking: "" };
  }
  const { signal } = controller;
  const answer = ask(ollamaWith(() => Promise.resolve([])), {
    model: "gemma:2b",
    signal,
    request,
    onPhase: (phase) => phases.push(phase),
    random: () => random,
  });
  const text = (async () => {
    let text = "";
    for await (const delta of answer) text += delta.text;
    return text;
  })();
  text.catch(() => {}); // Each test looks at it when it has moved the clock.
  return { clock, asked, phases, controller, text, [Symbol.dispose]: () => clock.uninstall() };
}

for (const [random, waits] of [[0.5, [1000, 2000, 4000]], [0, [750, 1500, 3000]]] as const) {
  Deno.test(`fault 8: ask() waits ${waits.join(", ")} ms while Ollama is busy, and says so`, async () => {
    using busy = askedWhileBusy(3, { random });
    const [first, second, third] = waits;
    await busy.clock.tickAsync(first + second + third - 1);
    assert.deepEqual(busy.asked, [0, first, first + second]);
    await busy.clock.tickAsync(1);
    assert.equal(await busy.text, "Hello");
    assert.deepEqual(busy.phases, ["busy", "busy", "busy", "writing"]);
    assert.equal(busy.clock.countTimers(), 0);
  });
}

Deno.test("fault 8: ask() gives up an Ollama that stays busy", async () => {
  using busy = askedWhileBusy(9);
  await busy.clock.tickAsync(60_000);
  await assert.rejects(busy.text, { code: "model_busy" });
  assert.equal(busy.asked.length, 4);
});

Deno.test("fault 8: ask() asks nothing twice of which it has heard a part", async () => {
  using busy = askedWhileBusy(9, { begun: true });
  await busy.clock.tickAsync(60_000);
  await assert.rejects(busy.text, { code: "model_busy" });
  assert.equal(busy.asked.length, 1);
});

Deno.test("fault 8: who stops does not wait for a busy Ollama", async () => {
  using busy = askedWhileBusy(9);
  await busy.clock.tickAsync(500);
  busy.controller.abort("stopped");
  await assert.rejects(busy.text, (reason) => reason === "stopped");
  assert.equal(busy.clock.countTimers(), 0);
});
