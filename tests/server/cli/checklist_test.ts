import assert from "node:assert/strict";
import FakeTimers from "@sinonjs/fake-timers";
import {
  both,
  createChecklist,
  type Hop,
  START,
  type Step,
} from "../../../server/cli/checklist.ts";

const good = (detail: string) => () => ({ ok: true as const, detail, value: {} });

/** Steps without their times. */
const told = (steps: readonly Step[]) => steps.map(({ ms: _, ...step }) => step);

Deno.test("createChecklist() hands the facts of a hop to the next one, and reports each at once", async () => {
  const heard: string[] = [];
  const { hop, steps } = createChecklist({ onStep: ({ name }) => heard.push(name) });
  const first = await hop("first", {
    after: START,
    check: () => ({ ok: true, detail: "here", value: { answer: 42 } }),
  });
  assert.deepEqual(heard, ["first"]);
  await hop("second", {
    after: first,
    check: ({ answer }) => ({ ok: true, detail: `the answer is ${answer}`, value: {} }),
  });
  assert.deepEqual(heard, ["first", "second"]);
  assert.deepEqual(told(steps), [
    { name: "first", ok: true, detail: "here" },
    { name: "second", ok: true, detail: "the answer is 42" },
  ]);
  assert.ok(steps.every(({ ms }) => Number.isInteger(ms)));
});

Deno.test("createChecklist() skips all that needs a hop which failed, and names that hop", async () => {
  const { hop, steps } = createChecklist();
  const config = await hop("config", { after: START, check: good("fine") });
  const broken = await hop("broken", {
    after: config,
    check: () => ({ ok: false, detail: "it is off", advice: "turn it on" }),
  });
  const next = await hop("next", { after: both(config, broken), check: good("never") });
  await hop("last", { after: next, check: good("never") });
  await hop("other", { after: config, check: good("fine too") });
  assert.deepEqual(told(steps), [
    { name: "config", ok: true, detail: "fine" },
    { name: "broken", ok: false, detail: "it is off", advice: "turn it on" },
    { name: "next", ok: false, skipped: true, detail: "not checked, since this failed: broken" },
    { name: "last", ok: false, skipped: true, detail: "not checked, since this failed: broken" },
    { name: "other", ok: true, detail: "fine too" },
  ]);
});

Deno.test("createChecklist() reports a fault when a check throws", async () => {
  const { hop, steps } = createChecklist();
  const thrown = () => {
    throw new Error("no luck");
  };
  await hop("at once", { after: START, check: thrown });
  await hop("later", { after: START, check: () => Promise.reject(new Error("no luck either")) });
  assert.deepEqual(told(steps), [
    { name: "at once", ok: false, detail: "no luck" },
    { name: "later", ok: false, detail: "no luck either" },
  ]);
});

Deno.test("createChecklist() gives up a hop that takes too long, and aborts its signal", async () => {
  const clock = FakeTimers.install({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { hop, steps } = createChecklist();
    const started = Promise.withResolvers<AbortSignal>();
    const hopping = hop("slow", {
      after: START,
      limit: () => 2_000,
      check: (_, signal) => {
        started.resolve(signal);
        return new Promise(() => {});
      },
    });
    const signal = await started.promise;
    clock.tick(1_999);
    assert.equal(signal.aborted, false);
    clock.tick(1);
    await hopping;
    assert.equal(signal.aborted, true);
    assert.deepEqual(told(steps), [
      { name: "slow", ok: false, detail: "There was no result within 2 s." },
    ]);
    assert.equal(clock.countTimers(), 0);
  } finally {
    clock.uninstall();
  }
});

Deno.test("both() holds when both hops do, and is the first one that failed otherwise", () => {
  const a: Hop<{ x: number }> = { name: "a", ok: true, value: { x: 1 } };
  const b: Hop<{ y: number }> = { name: "b", ok: true, value: { y: 2 } };
  const failed: Hop<{ y: number }> = { name: "c", ok: false };
  assert.deepEqual(both(a, b), { name: "a, b", ok: true, value: { x: 1, y: 2 } });
  assert.equal(both(a, failed), failed);
  assert.equal(both(failed, { name: "d", ok: false }), failed);
});
