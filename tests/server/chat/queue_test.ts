import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Ask, createQueue } from "../../../server/chat/queue.ts";
import { settle } from "../../support/settle.ts";

/** Asks in the name of `conversation` and notes who is served, in that order. */
function line(slots: number) {
  const queue = createQueue({ slots });
  const served: { name: string; slot: Disposable }[] = [];
  const ask = (name: string, place: Partial<Ask> = {}) => {
    const given = queue.acquire({ owner: "o", conversation: name, model: "m", ...place });
    return given.then((slot) => void served.push({ name, slot }));
  };
  return {
    queue,
    ask,
    names: () => served.map(({ name }) => name),
    /** Ends the answer of who was served at this place. */
    end: (place: number) => served[place].slot[Symbol.dispose](),
  };
}

Deno.test("acquire() grants as many slots as there are, then in order of coming", async () => {
  const { queue, ask, names, end } = line(2);
  for (const name of ["a", "b", "c", "d"]) void ask(name);
  await settle();
  assert.deepEqual(names(), ["a", "b"]);
  end(1);
  await settle();
  assert.deepEqual(names(), ["a", "b", "c"]);
  assert.deepEqual([queue.running, queue.waiting], [2, 1]);
});

Deno.test("acquire() gives each model slots of its own", async () => {
  const { ask, names } = line(1);
  await ask("a", { model: "one" });
  await ask("b", { model: "two" });
  assert.deepEqual(names(), ["a", "b"]);
});

Deno.test("acquire() gives a model the same slots however its name is written", async () => {
  const { ask, names, end } = line(1);
  void ask("a", { model: "phi3" });
  void ask("b", { model: "phi3:latest" });
  await settle();
  assert.deepEqual(names(), ["a"]);
  end(0);
  await settle();
  assert.deepEqual(names(), ["a", "b"]);
});

Deno.test("acquire() lets nobody's ten prompts stand before another's first", async () => {
  const { ask, names, end } = line(1);
  for (let n = 0; n < 10; n++) void ask(`a${n}`, { owner: "A" });
  void ask("b0", { owner: "B" });
  for (let place = 0; place < 10; place++) {
    await settle();
    end(place);
  }
  await settle();
  assert.deepEqual(names().slice(0, 3), ["a0", "b0", "a1"]);
});

Deno.test("acquire() takes the conversations of one owner in turn", async () => {
  const { ask, names, end } = line(1);
  for (const [name, conversation] of [["x1", "x"], ["x2", "x"], ["x3", "x"], ["y1", "y"]]) {
    void ask(name, { conversation });
  }
  for (let place = 0; place < 3; place++) {
    await settle();
    end(place);
  }
  await settle();
  assert.deepEqual(names(), ["x1", "y1", "x2", "x3"]);
});

Deno.test("acquire() never answers one conversation twice at once, whatever the model", async () => {
  const { ask, names, end } = line(5);
  void ask("first", { conversation: "c", model: "one" });
  void ask("second", { conversation: "c", model: "two" });
  void ask("other", { conversation: "d", model: "two" });
  await settle();
  assert.deepEqual(names(), ["first", "other"]);
  end(0);
  await settle();
  assert.deepEqual(names(), ["first", "other", "second"]);
});

Deno.test("acquire() keeps the order of one conversation, though a later one's model is free", async () => {
  const { ask, names, end } = line(1);
  void ask("block", { conversation: "b", model: "one" });
  void ask("first", { conversation: "c", model: "one" });
  void ask("second", { conversation: "c", model: "two" });
  void ask("other", { conversation: "d", model: "two" });
  await settle();
  assert.deepEqual(names(), ["block", "other"]);
  end(0);
  end(1);
  await settle();
  assert.deepEqual(names(), ["block", "other", "first"]);
  end(2);
  await settle();
  assert.deepEqual(names(), ["block", "other", "first", "second"]);
});

Deno.test("acquire() goes on with another model once the one before gave up waiting", async () => {
  const { ask, names } = line(1);
  const patience = new AbortController();
  void ask("block", { conversation: "b", model: "one" });
  const first = ask("first", { conversation: "c", model: "one", signal: patience.signal });
  void ask("second", { conversation: "c", model: "two" });
  await settle();
  assert.deepEqual(names(), ["block"]);
  patience.abort("stopped");
  await first.catch((reason) => assert.equal(reason, "stopped"));
  await settle();
  assert.deepEqual(names(), ["block", "second"]);
});

Deno.test("acquire() tells each position at first and whenever it changes", async () => {
  const { ask, end } = line(1);
  const heard: string[] = [];
  const hear = (name: string) => (position: number) => heard.push(`${name} ${position}`);
  for (const name of ["a", "b", "c"]) void ask(name, { onPosition: hear(name) });
  await settle();
  assert.deepEqual(heard.splice(0), ["b 1", "c 2"]);
  end(0);
  assert.deepEqual(heard, ["c 1"]);
});

Deno.test("acquire() rejects with the signal's reason and moves the others up", async () => {
  const { queue, ask } = line(1);
  const controller = new AbortController();
  const heard: number[] = [];
  await ask("a");
  const given = ask("b", { signal: controller.signal });
  void ask("c", { onPosition: (position) => heard.push(position) });
  controller.abort("stopped");
  await assert.rejects(given, (reason) => reason === "stopped");
  assert.deepEqual(heard, [2, 1]);
  assert.equal(queue.waiting, 1);
  const late = ask("d", { signal: controller.signal });
  await assert.rejects(late, (reason) => reason === "stopped");
});

Deno.test("a slot given back twice is given back once", async () => {
  const { queue, ask, end } = line(1);
  await ask("a");
  end(0);
  end(0);
  await ask("b");
  assert.equal(queue.running, 1);
});

Deno.test("acquire() serves everyone exactly once and never more than it has slots", async () => {
  const asks = fc.array(
    fc.record({
      owner: fc.constantFrom("A", "B", "C"),
      conversation: fc.constantFrom("p", "q", "r", "s"),
      model: fc.constantFrom("one", "two"),
    }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(asks, fc.integer({ min: 1, max: 3 }), async (asks, slots) => {
      const queue = createQueue({ slots });
      const running = new Map<string, number>();
      const talking = new Set<string>();
      let served = 0;
      await Promise.all(asks.map(async (ask) => {
        using _slot = await queue.acquire(ask);
        served++;
        running.set(ask.model, (running.get(ask.model) ?? 0) + 1);
        assert.ok((running.get(ask.model) ?? 0) <= slots);
        assert.ok(!talking.has(ask.conversation));
        talking.add(ask.conversation);
        await Promise.resolve();
        talking.delete(ask.conversation);
        running.set(ask.model, (running.get(ask.model) ?? 0) - 1);
      }));
      assert.deepEqual([served, queue.running, queue.waiting], [asks.length, 0, 0]);
    }),
    { numRuns: 50 },
  );
});
