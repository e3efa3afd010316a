import assert from "node:assert/strict";
import katex from "katex";
import { type Node, readFormula } from "../../static/later/formula.js";

/** A short form of a tree, for eyes. */
function brief(node: Node | undefined): string {
  if (typeof node !== "object") return node ?? "nothing";
  return `${node.name}(${node.children.map(brief).join("")})`;
}

const read = (tex: string) => brief(readFormula(katex, tex));

Deno.test("readFormula() reads the tree of the pinned KaTeX", () => {
  assert.equal(read("\\frac{a}{b}"), "math(mrow(mfrac(mi(a)mi(b))))");
  assert.equal(read("x^2"), "math(mrow(msup(mi(x)mn(2))))");
});

Deno.test("readFormula() shapes letters by their characters", () => {
  assert.match(read("\\mathbb{R}\\mathcal{L}\\mathfrak{g}\\mathbf{x}"), /ℝ.*ℒ.*𝔤.*𝐱/);
});

Deno.test("readFormula() gives nothing where there is no formula to read", () => {
  for (
    const tex of ["\\frac{a", "\\nosuch", "\\href{javascript:alert(1)}{x}\\", "x".repeat(5_000)]
  ) {
    assert.equal(readFormula(katex, tex), undefined, tex.slice(0, 20));
  }
  assert.equal(readFormula({}, "x"), undefined);
});

Deno.test("readFormula() takes neither addresses nor styles nor markup", () => {
  const hostile = [
    "\\href{https://evil.example}{x}",
    "\\url{javascript:alert(1)}",
    "\\includegraphics{https://evil.example/x.png}",
    "\\htmlStyle{background:url(https://evil.example)}{x}",
    "\\htmlClass{x}{y}",
    "\\htmlId{x}{y}",
    "\\htmlData{a=b}{y}",
    "\\fcolorbox{red}{blue}{x}",
    "\\text{<img src=x onerror=alert(1)>}",
    "\\color{url(https://evil.example)}x",
    "\\rule{9999em}{9999em}",
  ];
  for (const tex of hostile) {
    const walk = (node: Node) => {
      if (typeof node === "string") return;
      assert.match(node.name, /^m/);
      for (const [name, value] of Object.entries(node.attributes)) {
        assert.doesNotMatch(name, /^(on|href|style$|src|id$|data)/i);
        assert.doesNotMatch(value, /url|:|999|script/i);
      }
      node.children.forEach(walk);
    };
    const math = readFormula(katex, tex);
    if (math !== undefined) walk(math);
  }
});

Deno.test("readFormula() stops a macro that calls itself", () => {
  const started = performance.now();
  assert.equal(readFormula(katex, "\\def\\a{\\a\\a}\\a"), undefined);
  assert.ok(performance.now() - started < 1_000);
});
