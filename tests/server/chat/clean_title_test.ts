import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanTitle } from "../../../server/chat/clean_title.ts";
import { LIMITS } from "../../../static/protocol.js";

const CASES: [said: string, title: string][] = [
  ["Snakes and pythons", "Snakes and pythons"],
  ['"Snakes and pythons"\n', "Snakes and pythons"],
  ["\n\n**Title: “Snakes”.**\nSecond line", "Snakes"],
  ["# Snakes\tand\u0000 pythons.", "Snakes and pythons"],
  ["Titel: „Schlangen“", "Schlangen"],
  ["「蛇について」", "蛇について"],
  ["  \n ", ""],
  ['""', ""],
];
for (const [said, title] of CASES) {
  Deno.test(`cleanTitle() makes ${JSON.stringify(title)} of ${JSON.stringify(said)}`, () => {
    assert.equal(cleanTitle(said), title);
  });
}

Deno.test("cleanTitle() cuts between what a reader takes for characters", () => {
  assert.equal(cleanTitle("👍🏽".repeat(100)), `${"👍🏽".repeat(49)}…`, "as long as a title may be");
  assert.equal(cleanTitle("é".repeat(100)), `${"é".repeat(79)}…`);
});

Deno.test("cleanTitle() is one line of at most 80 graphemes, whatever was said", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (said) => {
    const title = cleanTitle(said);
    assert.ok([...new Intl.Segmenter().segment(title)].length <= 80);
    assert.equal(/[\r\n\u2028\u2029]/.test(title), false);
    assert.equal(title.isWellFormed(), true);
    assert.ok(title.length <= LIMITS.titleChars);
  }));
});
