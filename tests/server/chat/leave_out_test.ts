import assert from "node:assert/strict";
import * as fc from "fast-check";
import { lastQuestion, leaveOut } from "../../../server/chat/leave_out.ts";
import type { Turn } from "../../../server/chat/estimate.ts";

/** Turns of so many tokens each: a question, its answer, and so on. */
function turns(...tokens: number[]): Turn[] {
  return tokens.map((count, place) => ({
    role: place % 2 === 0 ? "user" : "assistant",
    content: `${place}`,
    tokens: count,
  }));
}

const measure = (all: readonly Turn[]) => all.reduce((sum, { tokens = 0 }) => sum + tokens, 0);

Deno.test("leaveOut() leaves nothing out while everything fits", () => {
  assert.equal(leaveOut(turns(10, 10, 10), { room: 30, measure }), 0);
});

Deno.test("leaveOut() takes whole turns from the oldest on, a question with its answer", () => {
  const all = turns(10, 10, 10, 10, 10);
  assert.equal(leaveOut(all, { room: 49, measure }), 2);
  assert.equal(leaveOut(all, { room: 29, measure }), 4);
});

Deno.test("leaveOut() never takes the last question, nor what its answer begins with", () => {
  assert.equal(leaveOut(turns(10, 10, 100), { room: 5, measure }), 2);
  assert.equal(leaveOut(turns(10, 10, 100, 50), { room: 5, measure }), 2);
});

Deno.test("leaveOut() leaves out at least as many as it is told to", () => {
  assert.equal(leaveOut(turns(1, 1, 1, 1, 1), { room: 100, measure, atLeast: 1 }), 2);
});

Deno.test("leaveOut() keeps a true suffix that begins with a question, and is as long as fits", () => {
  const histories = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(histories, fc.integer({ min: 0, max: 1000 }), (tokens, room) => {
    const all = turns(...tokens);
    const dropped = leaveOut(all, { room, measure });
    const kept = all.slice(dropped);
    assert.equal(kept[0].role, "user");
    assert.ok(dropped <= lastQuestion(all));
    assert.ok(measure(kept) <= room || dropped === lastQuestion(all));
    if (dropped > 0) assert.ok(measure(all.slice(dropped - 2)) > room);
  }));
});
