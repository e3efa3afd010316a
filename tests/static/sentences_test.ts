import assert from "node:assert/strict";
import fc from "fast-check";
import { wholeSentences } from "../../static/speech/sentences.js";

Deno.test("wholeSentences() waits for the sentence to be over", () => {
  const text = "It is warm. It may ra";
  const end = wholeSentences(text, { from: 0, isEnded: false });
  assert.equal(text.slice(0, end), "It is warm. ");
  assert.equal(wholeSentences(text, { from: end, isEnded: false }), end);
  assert.equal(wholeSentences(text, { from: end, isEnded: true }), text.length);
});

Deno.test("wholeSentences() hands out every character once, in order", () => {
  fc.assert(fc.property(fc.array(fc.string()), (pieces) => {
    let text = "";
    let from = 0;
    let said = "";
    for (const piece of [...pieces, ""]) {
      text += piece;
      const end = wholeSentences(text, { from, isEnded: false });
      assert.ok(end >= from);
      said += text.slice(from, end);
      from = end;
    }
    said += text.slice(from, wholeSentences(text, { from, isEnded: true }));
    assert.equal(said, text);
  }));
});

Deno.test("wholeSentences() says what goes on for very long in pieces, at a space", () => {
  const text = "word ".repeat(1_000);
  const end = wholeSentences(text, { from: 0, isEnded: false });
  assert.equal(end, 4_000);
  assert.equal(wholeSentences("x".repeat(4_500), { from: 0, isEnded: false }), 4_000);
});
