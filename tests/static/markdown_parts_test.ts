import assert from "node:assert/strict";
import fc from "fast-check";
import { createParts } from "../../static/markdown/parts.js";
import { createSegments } from "../../static/markdown/segments.js";

const words = (letters: number) => `${"word ".repeat(letters / 5)}\n\n`;

const block = fc.oneof(
  fc.constantFrom(
    "# Title\n\n",
    "- one\n- two\n\n",
    "```js\nx\n```\n\n",
    "| a |\n|---|\n| 1 |\n\n",
  ),
  fc.nat({ max: 5_000 }).map(words),
);

Deno.test("createParts() hands out every segment once, in order", () => {
  fc.assert(fc.property(fc.array(block, { maxLength: 20 }), (blocks) => {
    const { segments } = createSegments().take(blocks.join(""));
    assert.deepEqual(createParts().take(segments).flat(), segments);
  }));
});

Deno.test("createParts() keeps a part in which nothing has changed while the text grows", () => {
  fc.assert(fc.property(fc.array(block, { maxLength: 20 }), (blocks) => {
    const cutter = createSegments();
    const divider = createParts();
    let former: readonly (readonly unknown[])[] = [];
    let text = "";
    for (const one of blocks) {
      const parts = divider.take(cutter.take(text += one).segments);
      for (const [at, part] of former.slice(0, -1).entries()) assert.equal(parts[at], part);
      former = parts;
    }
  }));
});

Deno.test("createParts() ends no part with a heading, and none with code while it is short", () => {
  const text = `${words(4_000)}# Title\n\n\`\`\`js\nx\n\`\`\`\n\n${words(100)}${
    words(4_000)
  }End.\n`;
  const kinds = createParts().take(createSegments().take(text).segments)
    .map((part) => part.map(({ kind }) => kind).join(" "));
  assert.deepEqual(kinds, ["words", "heading code words words", "words"]);
});
