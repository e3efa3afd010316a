import assert from "node:assert/strict";
import * as fc from "fast-check";
import { createEstimate, lastCounted, type Turn } from "../../../server/chat/estimate.ts";

const user = (content: string, more: Partial<Turn> = {}): Turn => ({
  role: "user",
  content,
  ...more,
});
const answer = (content: string, more: Partial<Turn> = {}): Turn => ({
  role: "assistant",
  content,
  ...more,
});

const SHORT = "Hi";
const LONG = "word ".repeat(400);

Deno.test("measure() takes Ollama's count of an answer, and a guess of what it did not count", () => {
  const { measure } = createEstimate();
  assert.equal(measure([answer(LONG, { tokens: 7 })]), 6 + 7);
  assert.equal(measure([user("x".repeat(400))]), 6 + 100);
});

Deno.test("measure() guesses more of scripts whose words are cut into more parts", () => {
  const { measure } = createEstimate();
  assert.ok(measure([user("答".repeat(400))]) > 1.5 * measure([user("a".repeat(400))]));
});

Deno.test("measure() is corrected by the last count of a long prompt", () => {
  const turns = [user(LONG)];
  for (const tokens of [200, 1000, 4000]) {
    const { measure } = createEstimate({ turns, tokens });
    const measured = measure([user(LONG), answer("Yes.", { tokens: 2 }), user(LONG)]);
    const real = tokens * 2 + 2 + 2 * 6;
    assert.ok(measured > real * 0.75 && measured < real * 1.35, `${measured} of ${real}`);
  }
});

Deno.test("measure() believes little of what a short prompt's count says of long ones", () => {
  // A template with words of its own: 32 tokens for two characters.
  const { measure } = createEstimate({ turns: [user(SHORT)], tokens: 32 });
  const before = createEstimate().measure([user(LONG)]);
  assert.ok(measure([user(LONG)]) < before * 1.5);
});

Deno.test("measure() has images explain what the text of a counted prompt does not", () => {
  const shown = user(LONG, { shows: ["hash"] });
  const { measure } = createEstimate({ turns: [shown], tokens: 2006 });
  assert.equal(measure([shown]), 2006);
  assert.equal(measure([user(LONG)]), createEstimate().measure([user(LONG)]));
});

Deno.test("learnTooLong() makes what was refused more than the window holds, images too", () => {
  const some = fc.array(
    fc.record({ content: fc.string({ maxLength: 300 }), images: fc.nat({ max: 3 }) }),
    { minLength: 1, maxLength: 10 },
  );
  fc.assert(fc.property(some, fc.integer({ min: 100, max: 5000 }), (all, limit) => {
    const turns = all.map(({ content, images }) =>
      user(`${content}!`, { shows: Array.from({ length: images }, () => "hash") })
    );
    const { measure, learnTooLong } = createEstimate();
    learnTooLong(turns, limit);
    assert.ok(measure(turns) > limit);
  }));
});

Deno.test("lastCounted() finds the newest prompt that was counted, without what it left out", () => {
  const turns = [
    user("1"),
    answer("2", { prompt: { tokens: 9, dropped: 0 } }),
    user("3"),
    answer("4", { prompt: { tokens: 21, dropped: 2 } }),
    user("5"),
    answer("6"),
    user("7"),
  ];
  assert.deepEqual(lastCounted(turns), { turns: [turns[2]], tokens: 21 });
  assert.equal(lastCounted([user("1")]), undefined);
});
