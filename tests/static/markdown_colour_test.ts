import assert from "node:assert/strict";
import highlight from "@highlightjs/cdn-assets/es/highlight.min.js";
import { colour, type Part } from "../../static/later/colour.js";

const flat = (parts: readonly Part[]): string =>
  parts.map((part) => typeof part === "string" ? part : flat(part.parts)).join("");

Deno.test("colour() reads the tree of the pinned highlight.js", () => {
  const code = "function f(a) {\n  return `x${a}`; // <b>\n}\n";
  const parts = colour(highlight, code, "js") ?? assert.fail();
  assert.equal(flat(parts), code);
  assert.deepEqual(parts[0], { kind: "keyword", parts: ["function"] });
  assert.ok(parts.some((part) => typeof part === "object" && part.kind === "comment"));
  assert.ok(parts.some((part) => typeof part === "object" && part.kind === "title"));
});

Deno.test("colour() leaves code of an unknown language, and of none, as it is", () => {
  assert.equal(colour(highlight, "x", "no-such-language"), undefined);
  assert.equal(colour(highlight, "x", ""), undefined);
  assert.equal(colour(highlight, "x", "__proto__"), undefined);
});

Deno.test("colour() keeps every letter of broken code, in each language there is", () => {
  const code = "<a href=\"x'>{{ */ /* \\u{1} `${ ''' </script><?php \u202e\0 end";
  for (const language of highlight.listLanguages()) {
    const parts = colour(highlight, code, language);
    if (parts) assert.equal(flat(parts), code, language);
  }
});

Deno.test("colour() gives up where the tree is another one than it knows", () => {
  const other = { ...highlight, highlight: () => ({ value: "<b>x</b>" }) };
  assert.equal(colour(other, "x", "js"), undefined);
});
