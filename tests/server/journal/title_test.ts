import assert from "node:assert/strict";
import fc from "fast-check";
import { titleFrom } from "../../../server/journal/title.ts";

const FAMILY = "👩‍👩‍👧‍👦";

Deno.test("titleFrom() gives a short message on one line", () => {
  assert.equal(titleFrom("  What\r\n is \t Python?\0\n"), "What is Python?");
  assert.equal(titleFrom(""), "");
  assert.equal(titleFrom(" \n "), "");
  assert.equal(titleFrom("x".repeat(60)), "x".repeat(60));
});

Deno.test("titleFrom() takes the words before quoted files, else the first file's name", () => {
  const file = "File: tea notes.txt (1.2 KB)\n```txt\nSteep it\n```";
  assert.equal(titleFrom(`What is this?\n\n${file}\n\n${file}`), "What is this?");
  assert.equal(titleFrom(file), "tea notes.txt");
  assert.equal(titleFrom("Where is\n\nFile: new?"), "Where is File: new?");
});

Deno.test("titleFrom() cuts a long message at 60 UTF-16 units", () => {
  assert.equal(titleFrom("x".repeat(61)), "x".repeat(59) + "…");
  assert.equal(titleFrom("word ".repeat(20)), "word ".repeat(11) + "word…");
});

Deno.test("titleFrom() never cuts what a reader takes for one character", () => {
  assert.equal(titleFrom("x".repeat(50) + FAMILY), "x".repeat(50) + "…");
  assert.equal(titleFrom("e\u0301".repeat(40)), "e\u0301".repeat(29) + "…");
  assert.equal(titleFrom("x".repeat(58) + "e\u0301" + "y"), "x".repeat(58) + "…");
  assert.equal(titleFrom("a" + "\u0301".repeat(100)), "…");
});

Deno.test("titleFrom() gives at most 60 whole graphemes of any message, on one line", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 200, size: "max" });
  fc.assert(fc.property(text, (message) => {
    const title = titleFrom(message);
    assert.ok(title.length <= 60);
    assert.doesNotMatch(title, /[\p{Cc}\u2028\u2029]/u);
    assert.ok(title.isWellFormed());
    const segments = (text: string) =>
      [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
    const whole = segments(message.replace(/[\s\p{Cc}]+/gu, " ").trim());
    const shown = segments(title.endsWith("…") ? title.slice(0, -1) : title);
    assert.deepEqual(whole.slice(0, shown.length), shown);
  }));
});
