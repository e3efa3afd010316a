import assert from "node:assert/strict";
import fc from "fast-check";
import { createReading } from "../../static/speech/reading.js";

/** What is said of a text that comes in pieces of so many characters. */
function heard(text: string, { size = 3, skipped = "" } = {}): string[] {
  const reading = createReading(skipped);
  const said: string[] = [];
  for (let end = skipped.length + size; end < text.length; end += size) {
    said.push(reading.take(text.slice(0, end), { isEnded: false }));
  }
  said.push(reading.take(text, { isEnded: true }));
  return said.flatMap((words) => words.split("\n")).map((one) => one.trim()).filter(Boolean);
}

const RICH = `# A heading

Some **bold** words, \`code\` and [a link](https://example.org/x). See https://example.org/y?z=1.

\`\`\`typescript
const tea = "# none of this. Nothing.";
\`\`\`

1. One *thing*.
2. Another.

- [x] Boil it
- [ ] Pour it

> Quoted & said.

$$\\int_0^1 x\\,dx$$

The area is $x$, or $\\frac{1}{2}$. ![Tea](https://example.org/tea.png)

| Tea | Minutes |
| --- | ---: |
| **Green** | 2 |
| Black | 4 |

The end`;

const SAID = [
  "A heading",
  "Some bold words, code and a link.",
  "See example.org.",
  "Code block, TypeScript.",
  "1: One thing.",
  "2: Another.",
  "Done: Boil it",
  "To do: Pour it",
  "Quoted & said.",
  "Formula.",
  "The area is x, or formula.",
  "Picture: Tea",
  "Tea, Minutes",
  "Green, 2",
  "Black, 4",
  "The end",
];

Deno.test("take() says words without marks, whatever pieces they come in", () => {
  const all = SAID.join(" ");
  for (const size of [1, 2, 3, 7, 40, 10_000]) {
    assert.equal(heard(RICH, { size }).join(" "), all, `${size} characters at a time`);
  }
});

Deno.test("take() says a sentence, a row and a block of code as soon as it can", () => {
  const reading = createReading();
  const take = (text: string) => reading.take(text, { isEnded: false }).trim();
  assert.equal(take("It is **wa"), "");
  assert.equal(take("It is **warm**. It"), "It is warm.");
  assert.equal(take("It is **warm**. It may.\n\n```"), "It may.");
  assert.equal(take("It is **warm**. It may.\n\n```ts\nlet"), "Code block, TypeScript.");
  const code = "It is **warm**. It may.\n\n```ts\nlet a.\n\nb. C.\n```\n\n| a | b |\n|---|---|\n";
  assert.equal(take(code), "a, b");
  assert.equal(take(`${code}| 1 | 2`), "");
  assert.equal(take(`${code}| 1 | 2 |\n| 3`), "1, 2");
});

Deno.test("take() says nothing of what is skipped, wherever that ends", () => {
  for (let length = 1; length < RICH.length; length++) {
    const said = heard(RICH, { size: 5, skipped: RICH.slice(0, length) }).join(" ");
    const words = said.slice(said.indexOf(" ") + 1);
    assert.ok(SAID.join(" ").endsWith(words), `after ${length} characters: ${said}`);
  }
});

Deno.test("take() says again only what has changed when a text is written over", () => {
  const reading = createReading("It is warm. It may rain");
  assert.equal(reading.take("It is warm. It may", { isEnded: false }), "");
  assert.equal(reading.take("It is warm. It may rain to", { isEnded: false }), "");
  assert.equal(reading.take("It is warm. It may rain today.", { isEnded: true }), " today.");
  const other = createReading("It is warm. It may rain.");
  assert.equal(other.take("It is warm. It may rail.", { isEnded: true }).trim(), "rail.");
  const anew = createReading("It is warm.");
  assert.equal(anew.take("No: it is cold.", { isEnded: true }), "No: it is cold.");
});

Deno.test("take() says every word of plain text once, in order", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}[.!?,]?$/);
  fc.assert(fc.property(fc.array(word), fc.integer({ min: 1, max: 20 }), (words, size) => {
    const text = words.join(" ");
    assert.equal(heard(text, { size }).join(" "), text);
  }));
});
