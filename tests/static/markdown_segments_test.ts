import assert from "node:assert/strict";
import fc from "fast-check";
import { createSegments } from "../../static/markdown/segments.js";

const cut = (text: string) => createSegments().take(text).segments;
const kinds = (text: string) => cut(text).map(({ kind }) => kind);

Deno.test("take() divides an answer into what can be read alone", () => {
  const text =
    "# Title\nWords\ngo on\n\n- a\n\n  b\n- c\n\nMore\n```js\n\n# no\n```\n> q\n> r\n\n" +
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n$$\nx\n\ny\n$$\nend\n";
  assert.deepEqual(kinds(text), [
    "heading",
    "words",
    "list",
    "words",
    "code",
    "quote",
    "table",
    "math",
    "words",
  ]);
});

Deno.test("take() keeps a fence whole until it is closed by one as long", () => {
  assert.deepEqual(kinds("````md\n```js\nx\n```\n\n# still\n````\n# out"), ["code", "heading"]);
  assert.deepEqual(kinds("~~~\n```\n~~~\nout"), ["code", "words"]);
});

Deno.test("take() makes a heading of words with a line below them", () => {
  const [first, second] = cut("Title\n===\n\nPart\n---\n");
  assert.deepEqual([first.kind, first.level, second.kind, second.level], [
    "heading",
    3,
    "heading",
    4,
  ]);
});

Deno.test("take() leaves no level out below the message's own heading", () => {
  const levels = cut("### a\n##### b\n### c\n# d\n#### e\n").map(({ level }) => level);
  assert.deepEqual(levels, [3, 4, 3, 3, 4]);
});

Deno.test("take() divides a table from the words right above it", () => {
  assert.deepEqual(kinds("Here:\n| a | b |\n|:--|--:|\n| 1 | 2 |"), ["words", "table"]);
  assert.deepEqual(kinds("a | b\n--- | ---\n1 | 2\n\nwords"), ["table", "words"]);
  assert.deepEqual(kinds("| a | b |\n|---|\n"), ["words"]);
});

Deno.test("take() finds what a label stands for", () => {
  const { definitions } = createSegments().take('See [it][1].\n\n[1]: https://a.b "T"\n\nx');
  assert.deepEqual(definitions, { "1": { href: "https://a.b", title: "T" } });
});

Deno.test("take() loses nothing but blank lines, however a text is cut into tokens", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "\n",
      "\n\n",
      "```",
      "~~~js\n",
      "- ",
      "1. ",
      "> ",
      "# ",
      "|",
      "|-|\n",
      "$$",
      "    ",
      "---\n",
      "[a]: b\n",
    ),
    fc.string({ unit: "grapheme" }),
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => {
    const whole = pieces.join("");
    const segments = createSegments();
    let text = "";
    let before: readonly { text: string }[] = [];
    for (const one of pieces) {
      text += one;
      const now = segments.take(text).segments;
      before.slice(0, -1).forEach((segment, at) => assert.equal(now[at].text, segment.text));
      before = now;
    }
    const squeeze = (text: string) => text.replace(/\s/g, "");
    assert.equal(squeeze(before.map(({ text }) => text).join("")), squeeze(whole));
    assert.deepEqual(segments.take(whole), createSegments().take(whole));
  }));
});

Deno.test("take() gives a growing answer little to read, however long it is", () => {
  const paragraph = "Some **words** of a paragraph with `code` and [a link](https://a.b).\n\n";
  const item = "- an item of a list that does not end\n";
  for (const piece of [paragraph, item, "> a quotation\n", "words without an end "]) {
    const segments = createSegments();
    let most = 0;
    let text = "";
    let before: readonly object[] = [];
    while (text.length < 80_000) {
      text += piece.slice(0, 7);
      text += piece.slice(7);
      const now = segments.take(text).segments;
      const fresh = now.filter((segment) => !before.includes(segment));
      most = Math.max(most, fresh.reduce((sum, { text }) => sum + text.length, 0));
      before = now;
    }
    assert.ok(most <= 12_100, `${most} characters of ${piece}`);
  }
});

Deno.test("take() cuts one endless line between characters", () => {
  const segments = cut("👩‍👩‍👧é".repeat(20_000));
  assert.ok(segments.length > 10);
  for (const { text } of segments) {
    assert.ok(text.length < 8_100);
    assert.ok(text.isWellFormed());
    assert.doesNotMatch(text, /^[\p{M}\u200d]/u);
  }
});
