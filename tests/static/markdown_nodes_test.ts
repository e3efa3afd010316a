import assert from "node:assert/strict";
import fc from "fast-check";
import { lexBlocks, lexInline } from "../../static/markdown/lexer.js";
import { blocks } from "../../static/view/markdown_blocks.js";
import { drawn } from "../support/dom_of_nodes.ts";

const show = (text: string) => drawn(blocks(lexBlocks(text)));
const names = (text: string) => show(text).elements.map(({ name }) => name);
const linkOf = (text: string) => show(text).elements.find(({ name }) => name === "a")?.props;

/** Everything an answer may be made of, before code and maths are drawn. */
const ALLOWED = new Set(
  ("p a bdi blockquote br code del em hr input label li ol span strong table tbody td th thead tr ul " +
    "div h2 h3 h4 h5 h6").split(" "),
);

Deno.test("blocks() shows HTML as the text it is", () => {
  const text = "<script>alert(1)</script> <img src=x onerror=alert(1)> <!-- no -->";
  assert.deepEqual(names(text), ["p"]);
  assert.equal(show(text).text.trim(), text);
});

Deno.test("blocks() reads Markdown inside HTML, and a line break", () => {
  assert.deepEqual(names("<div>\n**a**\n</div>"), ["p", "br", "strong", "br"]);
  assert.deepEqual(names("a<br>b<br/>c"), ["p", "br", "br"]);
});

Deno.test("blocks() nests lists, and names the box of a task by its words", () => {
  assert.deepEqual(names("- a\n  1. b\n"), ["ul", "li", "ol", "li"]);
  assert.deepEqual(names("- [x] **a**\n- [ ] b"), [
    "ul",
    ...["li", "label", "input", "span", "strong"],
    ...["li", "label", "input", "span"],
  ]);
  const boxes = show("- [x] a\n- [ ] b").elements.filter(({ name }) => name === "input");
  assert.deepEqual(boxes.map(({ props }) => [props.disabled, props.checked]), [[true, true], [
    true,
    false,
  ]]);
});

Deno.test("blocks() keeps the number a list begins with", () => {
  assert.equal(show("3. c\n4. d").elements[0].props.start, 3);
});

Deno.test("blocks() never fetches a picture: its words become a link", () => {
  const { elements, text } = show("![a cat](https://cats.example/cat.png)");
  assert.deepEqual(elements.map(({ name }) => name), ["p", "a", "bdi"]);
  assert.match(text, /Picture: a cat.*cats\.example/);
});

Deno.test("blocks() follows only http, https and mailto", () => {
  for (
    const href of [
      "javascript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc",
      "/a",
      "#a",
      "//a.b",
      "blob:x",
      "JaVaScRiPt:x",
      "&#106;avascript:x",
    ]
  ) {
    assert.equal(linkOf(`[a](${href})`), undefined, href);
    assert.equal(linkOf(`![a](${href})`), undefined, href);
    assert.equal(linkOf(`[a][b]\n\n[b]: ${href}`), undefined, href);
  }
  for (const href of ["https://a.b/c?d#e", "http://a.b/", "mailto:a@b.c"]) {
    const props = linkOf(`[a](${href})`);
    assert.equal(props?.href, href);
    assert.equal(props?.rel, "noopener noreferrer nofollow");
    assert.equal(props?.target, "_blank");
  }
});

Deno.test("blocks() shows the host where the words do not say it", () => {
  const says = (text: string) => names(text).includes("bdi");
  assert.equal(says("https://a.b/c"), false);
  assert.equal(says("[a.b](https://a.b/c)"), false);
  assert.equal(says("me@a.b"), false);
  assert.equal(says("[here](https://a.b)"), true);
  assert.equal(says("[google.com](https://evil.example)"), true);
  assert.equal(says("[https://a.b@evil.example](https://evil.example)"), true);
  assert.equal(says("[write](mailto:a@b.c)"), true);
});

Deno.test("blocks() shows where a link without words leads, and one that leads nowhere as it is", () => {
  const shown = (text: string) => show(text).text.replace(/\s+/g, " ").trim();
  assert.equal(shown("See [](https://a.b/c)"), "See a.b");
  assert.equal(shown("See [](a) there"), "See [](a) there");
});

Deno.test("blocks() reads maths, but neither prices nor code", () => {
  const kinds = (text: string) => lexInline(text).filter(({ type }) => type === "math").length;
  assert.equal(kinds("$x^2$ and \\(y\\) and $$z$$ and \\[w\\]"), 4);
  for (
    const text of [
      "$5 and $10",
      "US$5 or US$6",
      "from $5-$10 a day",
      "`$x$` and ``\\(y\\)``",
      "\\$x\\$",
      "$ x $",
      "$HOME/$USER",
      "between $5 and 6$ or",
      "a$b$c",
    ]
  ) {
    assert.equal(kinds(text), 0, text);
  }
  assert.equal(kinds("$5$, $3x$ and $2+2$"), 3);
});

/** Where the links and images of a text lead, and their titles. */
function targetsIn(text: string): string[] {
  const targets: string[] = [];
  JSON.stringify(lexBlocks(text), (key, value) => {
    if (key === "href" || key === "title") targets.push(String(value));
    return value;
  });
  return targets;
}

Deno.test("blocks() shows every word of any text, by allowed elements alone", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ..."*_~`[]()!<>|#-+.:\\$&; \n\t1".split(""),
      "\n\n",
      "```\n",
      "- ",
      "> ",
      "|-|\n",
      "](",
      "<br>",
      "https://a.b/",
    ),
    fc.stringMatching(/^[a-zé日]{1,6}$/),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
      // A label and the language of code are not part of what is read.
      const text = pieces.join("").replace(/^ {0,3}\[.*\]:/gm, "x").replace(/(```|~~~).*/g, "$1\n");
      const { elements, text: shown } = show(text);
      for (const { name, props } of elements) {
        assert.ok(ALLOWED.has(name), name);
        for (const [key, value] of Object.entries(props)) {
          assert.ok(typeof value !== "function" && !/^on|html|style|src/i.test(key), key);
        }
      }
      const hrefs = elements.map(({ props }) => String(props.href ?? "")).join(" ");
      // Where a link with words leads that may not be followed is not read either.
      const targets = targetsIn(text).join(" ");
      for (const word of text.match(/[a-zé日]+/g) ?? []) {
        if (word === "br") continue;
        assert.ok(
          (shown + hrefs + decodeURI(hrefs) + targets).includes(word),
          `${word} of ${JSON.stringify(text)}: ${shown}`,
        );
      }
    }),
    { numRuns: 1000 },
  );
});

const HARD: Record<string, string> = {
  "10,000 nested quotes": `${"> ".repeat(10_000)}deep`,
  "10,000 list levels": Array.from({ length: 10_000 }, (_, at) => `${" ".repeat(at % 200)}- deep`)
    .join("\n"),
  "one list in another, 400 deep": Array.from(
    { length: 400 },
    (_, at) => `${"  ".repeat(at)}- deep`,
  ).join("\n"),
  "10,000 brackets": `${"[".repeat(10_000)}deep`,
  "10,000 stars": `${"*a ".repeat(10_000)}deep`,
  "stars and lines": `${"*a_".repeat(4_000)}deep`,
  "an endless word with dots": `${"a.".repeat(5_000)}@deep`,
  "lazy quotes": `${"> ".repeat(30)}a\nb\n> > c\nd\n`.repeat(50) + "deep",
  "half links": `${"[a](".repeat(3_000)}deep`,
  "half tags": `${"<a ".repeat(3_000)}deep`,
  "dollars": `${"$a ".repeat(3_000)}deep`,
  "backslashes": `${"\\(".repeat(4_000)}deep`,
  "backticks": `${Array.from({ length: 120 }, (_, at) => "`".repeat(at + 1)).join(" ")}deep`,
  "5,000 cells": `|${" a |".repeat(50)}\n|${"-|".repeat(50)}\n${
    `|${" deep |".repeat(50)}\n`.repeat(100)
  }`,
};

for (const [name, text] of Object.entries(HARD)) {
  Deno.test(`blocks() takes no long over ${name}`, () => {
    const started = performance.now();
    assert.match(show(`deep\n\n${text.slice(0, 8_000)}`).text, /^deep .*\S/s);
    const took = performance.now() - started;
    assert.ok(took < 1_500, `${Math.round(took)} ms`);
  });
}
