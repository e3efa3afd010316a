import assert from "node:assert/strict";
import fc from "fast-check";
import { lexBlocks } from "../../static/markdown/lexer.js";
import { softEnd, softRow } from "../../static/markdown/soft_end.js";

const CASES: [string, string][] = [
  ["plain words", "plain words"],
  ["**bold", "**bold**"],
  ["**bold*", "**bold**"],
  ["a **bold and *both", "a **bold and *both***"],
  ["**bold** and", "**bold** and"],
  ["**bold ", "**bold**"],
  ["foo **", "foo "],
  ["foo *", "foo "],
  ["_em", "_em_"],
  ["snake_case and more", "snake_case and more"],
  ["2 * 3", "2 * 3"],
  ["2*3", "2*3"],
  ["~~gone", "~~gone~~"],
  ["~ 5", "~ 5"],
  ["`code", "`code`"],
  ["``co`de", "``co`de``"],
  ["``co`de`", "``co`de``"],
  ["see `", "see "],
  ["see [te", "see "],
  ["see [text]", "see "],
  ["see [text](https://a.b/c", "see text"],
  ["see [text](https://a.b/c) on", "see [text](https://a.b/c) on"],
  ["see ![cat](http", "see cat"],
  ["see [1] and", "see [1] and"],
  ["https://a.b/c_d_e*f", "https://a.b/c_d_e*f"],
  ["cost $a_b*c$ so", "cost $a_b*c$ so"],
  ["- one\n- **two", "- one\n- **two**"],
  ["- one\n-", "- one"],
  ["Words:\n-", "Words:"],
  ["Words\n#", "Words"],
  ["Words\n``", "Words"],
  ["Words\n1.", "Words"],
  ["> **q", "> **q**"],
  ["# *T", "# *T*"],
  ["*a\n\nb", "*a\n\nb"],
  ["Words\n| a | b", "Words"],
  ["| a | b |\n|--", ""],
  ["- ```js\n  a **b", "- ```js\n  a **b"],
  ["- [ ] **do", "- [ ] **do**"],
];

for (const [growing, shown] of CASES) {
  Deno.test(`softEnd() shows ${JSON.stringify(growing)} as it will be`, () => {
    assert.equal(softEnd(growing), shown);
  });
}

Deno.test("softRow() closes what is open in the last cell, and waits for its first word", () => {
  const top = "| a | b |\n|---|---|\n";
  assert.equal(softRow(`${top}| 1 | **tw`), `${top}| 1 | **tw**`);
  assert.equal(softRow(`${top}| 1 | 2 |\n|`), `${top}| 1 | 2 |\n`);
});

Deno.test("softEnd() takes any text, and adds nothing but marks", () => {
  const piece = fc.constantFrom(..."*_~`[]()!<>|#-\\$ \nab".split(""));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const letters = (text: string) => text.replace(/[^ab]/g, "");
      assert.ok(letters(text).startsWith(letters(softEnd(text)).slice(0, 1)));
      lexBlocks(softEnd(text));
    }),
    { numRuns: 500 },
  );
});
