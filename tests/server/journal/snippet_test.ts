import assert from "node:assert/strict";
import fc from "fast-check";
import { searchWords } from "../../../server/journal/search_words.ts";
import { type Snippet, snippetOf } from "../../../server/journal/snippet.ts";
import { chatText } from "../../support/row_arbitrary.ts";

function marked({ text, marks }: Snippet): string[] {
  return marks.map(([start, end]) => text.slice(start, end));
}

Deno.test("snippetOf() shows a short text whole, on one line", () => {
  const snippet = snippetOf("  Of larches\n\n and\tLARCHES ", ["larch", "and"]);
  assert.equal(snippet.text, "Of larches and LARCHES");
  assert.deepEqual(snippet.marks, [[3, 8], [11, 14], [15, 20]]);
});

Deno.test("snippetOf() cuts a long text around the first find", () => {
  const { text, marks } = snippetOf("before ".repeat(50) + "Larch" + " after".repeat(50), [
    "larch",
  ]);
  assert.match(text, /^….*Larch.*…$/);
  assert.ok(text.length < 220, text);
  assert.deepEqual(marked({ text, marks }), ["Larch"]);
});

Deno.test("snippetOf() makes one mark of what touches", () => {
  const text = "anagram";
  assert.deepEqual(marked(snippetOf(text, ["ana", "nag", "ram"])), ["anagram"]);
  assert.deepEqual(marked(snippetOf("aaaa b", ["aa"])), ["aaaa"]);
});

Deno.test("snippetOf() marks the right place beside characters that fold", () => {
  const snippet = snippetOf("İİ ẞß ΔΈΝΔΡΟΣ ﬁ 👩‍👩‍👧 x", ["δένδροσ", "x"]);
  assert.deepEqual(marked(snippet), ["ΔΈΝΔΡΟΣ", "x"]);
});

Deno.test("snippetOf() gives a whole text that holds nothing, without marks", () => {
  assert.deepEqual(snippetOf("Hello", ["larch"]), { text: "Hello", marks: [] });
});

Deno.test("snippetOf() never cuts what a reader takes for one character", () => {
  const family = "👩‍👩‍👧";
  for (let shift = 0; shift < 12; shift++) {
    const text = "x".repeat(shift) + family.repeat(40) + "larch" + family.repeat(40);
    const { text: shown } = snippetOf(text, ["larch"]);
    assert.match(shown, new RegExp(`^…(${family})*larch(${family})*…$`, "u"));
  }
});

Deno.test("snippetOf() marks every word that a text holds, of any text", () => {
  const long = fc.array(chatText, { maxLength: 60 }).map((parts) => parts.join(""));
  fc.assert(fc.property(long, fc.nat(), fc.integer({ min: 1, max: 5 }), (text, at, length) => {
    const start = at % (text.length + 1);
    const words = searchWords(text.slice(start, start + length));
    const { text: shown, marks } = snippetOf(text, words);
    assert.ok(shown.isWellFormed());
    assert.doesNotMatch(shown, /[\n\0]/);
    let last = -1;
    for (const [from, to] of marks) {
      assert.ok(last < from && from < to && to <= shown.length);
      last = to;
    }
  }));
});
