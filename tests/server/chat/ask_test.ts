import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { ask } from "../../../server/chat/ask.ts";
import type { Delta, LoadedModel, Ollama } from "../../../server/ollama/ollama.ts";

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
