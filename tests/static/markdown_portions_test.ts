import assert from "node:assert/strict";
import highlight from "@highlightjs/cdn-assets/es/highlight.min.js";
import fc from "fast-check";
import { colour, type Part } from "../../static/later/colour.js";
import { cutParts, portionsOf } from "../../static/markdown/portions.js";

const flat = (parts: readonly Part[]): string =>
  parts.map((part) => typeof part === "string" ? part : flat(part.parts)).join("");

const lengths = (texts: readonly string[]) => texts.map(({ length }) => length);

Deno.test("portionsOf() cuts behind every fortieth line, and loses nothing", () => {
  assert.deepEqual(portionsOf(""), [""]);
  assert.deepEqual(portionsOf("a"), ["a"]);
  assert.deepEqual(lengths(portionsOf("a\n".repeat(81))), [80, 80, 2]);
  assert.deepEqual(lengths(portionsOf("a\n".repeat(80))), [80, 80]);
});

Deno.test("portionsOf() leaves a portion as it is when more follows", () => {
  const line = fc.string({ maxLength: 3 }).map((text) => `${text.replaceAll("\n", "")}\n`);
  fc.assert(fc.property(
    fc.array(line, { maxLength: 100 }).map((lines) => lines.join("")),
    fc.string(),
    (code, more) => {
      const before = portionsOf(code);
      const after = portionsOf(code + more);
      assert.equal(after.join(""), code + more);
      assert.deepEqual(after.slice(0, before.length - 1), before.slice(0, -1));
    },
  ));
});

Deno.test("cutParts() cuts a comment of many lines into coloured pieces of it", () => {
  const code = `/*\n${" * so\n".repeat(60)} */\nlet a = \`x\${1}\`;\n`;
  const portions = portionsOf(code);
  const cut = cutParts(colour(highlight, code, "js") ?? assert.fail(), lengths(portions));
  assert.deepEqual(cut.map(flat), portions);
  assert.deepEqual(cut[0], [{ kind: "comment", parts: [portions[0]] }]);
  assert.deepEqual(cut[1][0], {
    kind: "comment",
    parts: [portions[1].slice(0, portions[1].indexOf("*/") + 2)],
  });
});

Deno.test("cutParts() keeps each letter where it was, and what it stood in", () => {
  const { part } = fc.letrec<{ part: Part }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.record({
        kind: fc.constantFrom("a", "b"),
        parts: fc.array(tie("part"), { maxLength: 3 }),
      }),
    ),
  }));
  const ways = (parts: readonly Part[], way = ""): string[] =>
    parts.flatMap((part) =>
      typeof part === "string"
        ? [...part].map((letter) => way + letter)
        : ways(part.parts, way + part.kind)
    );
  fc.assert(fc.property(fc.array(part), fc.array(fc.nat(9)), (parts, sizes) => {
    const whole = flat(parts);
    let at = 0;
    const pieces = [...sizes, whole.length].map((size) => whole.slice(at, at += size));
    const cut = cutParts(parts, lengths(pieces));
    assert.deepEqual(cut.map(flat), pieces);
    assert.deepEqual(ways(cut.flat()).join(), ways(parts).join());
  }));
});
