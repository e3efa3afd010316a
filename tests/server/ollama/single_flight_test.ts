import assert from "node:assert/strict";
import { singleFlight } from "../../../server/ollama/single_flight.ts";

function setUp() {
  const answers: PromiseWithResolvers<string>[] = [];
  const ask = singleFlight(() => {
    const answer = Promise.withResolvers<string>();
    answers.push(answer);
    return answer.promise;
  });
  return { answers, ask };
}

Deno.test("singleFlight() asks once for all who ask meanwhile, and anew afterwards", async () => {
  const { answers, ask } = setUp();
  const both = [ask(), ask({ signal: new AbortController().signal })];
  answers[0].resolve("one");
  assert.deepEqual(await Promise.all(both), ["one", "one"]);
  const next = ask();
  answers[1].resolve("two");
  assert.equal(await next, "two");
  assert.equal(answers.length, 2);
});

Deno.test("singleFlight() lets one who is aborted go, and the others wait on", async () => {
  const { answers, ask } = setUp();
  const controller = new AbortController();
  const [gone, other] = [ask({ signal: controller.signal }), ask()];
  controller.abort(new Error("stopped"));
  await assert.rejects(gone, /stopped/);
  answers[0].resolve("one");
  assert.equal(await other, "one");
  await assert.rejects(ask({ signal: controller.signal }), /stopped/);
  assert.equal(answers.length, 1);
});

Deno.test("singleFlight() fails for all, and asks anew afterwards", async () => {
  const { answers, ask } = setUp();
  const both = Promise.allSettled([ask(), ask({ signal: new AbortController().signal })]);
  answers[0].reject(new Error("broken"));
  assert.deepEqual((await both).map(({ status }) => status), ["rejected", "rejected"]);
  const next = ask();
  answers[1].resolve("two");
  assert.equal(await next, "two");
});
