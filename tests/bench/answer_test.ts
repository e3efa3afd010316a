import assert from "node:assert/strict";
import { answerOf, questionFor, stampedToken, stampsIn, wishIn } from "../../bench/answer.ts";

Deno.test("wishIn() reads the last question of a request", () => {
  const earlier = questionFor({ tokens: 7, perSecond: 3 });
  const messages = [{ content: earlier }, { content: questionFor({ tokens: 200 }) }];
  assert.deepEqual(wishIn(JSON.stringify({ messages })), { tokens: 200 });
  assert.deepEqual(wishIn(`User: ${earlier}\nAssistant:`), { tokens: 7, perSecond: 3 });
});

Deno.test("wishIn() throws when nothing is asked for", () => {
  assert.throws(() => wishIn("{}"), /nothing is asked for/);
});

Deno.test("answerOf() has one word a token and characters of every length", () => {
  assert.equal(answerOf(3), " the answer is");
  assert.deepEqual(new Set([...answerOf(10)].map((char) => char.length)), new Set([1, 2]));
});

Deno.test("stampsIn() finds the time of each token in a text of several", () => {
  const before = Date.now() - 1000;
  const stamps = stampsIn(stampedToken() + stampedToken());
  assert.equal(stamps.length, 2);
  assert.ok(before < stamps[0] && stamps[0] <= stamps[1]);
});
