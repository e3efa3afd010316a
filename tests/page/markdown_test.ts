/** Answers as Markdown, in a browser: what is drawn, what can be done with it, how it grows. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { violations } from "../support/axe.ts";
import { sharedBrowser, type WatchOptions } from "../support/chromium.ts";
import { type FakeOptions, startFakeOllama, type Step } from "../support/fake_ollama.ts";
import { connected, field, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

/** A page on which a question has been asked. */
async function asked(steps: Step[], options: WatchOptions = {}, fakeOptions: FakeOptions = {}) {
  const stack = new AsyncDisposableStack();
  const fake = stack.use(await startFakeOllama({ answers: [steps], ...fakeOptions }));
  const parley = stack.use(await startParley({ ollama: fake.address }));
  const { page } = stack.use(await open(parley.origin, options));
  await connected(page);
  await field(page).fill("Show me");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  return {
    page,
    parley,
    answer: page.locator(".message.ai .markdown"),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

async function ended(page: Page): Promise<void> {
  await page.locator(".message.ai:not([aria-busy=true]) .markdown").last().waitFor();
}

const SAMPLE = `# Title

Some **bold**, *soft*, ~~gone~~ and \`code\`, [here](https://a.example/x).

- one
  1. two
- [x] done

> quoted

| a | b |
|---|--:|
| 1 | 2 |

\`\`\`js
const answer = 42; // yes
\`\`\`

So $x^2$ costs $5 and $10.
`;

Deno.test("an answer is drawn from its Markdown", async () => {
  await using scene = await asked([SAMPLE]);
  await ended(scene.page);
  for (
    const [selector, text] of [
      ["h3", "Title"],
      ["p strong", "bold"],
      ["p em", "soft"],
      ["p del", "gone"],
      ["ul > li > ol > li", "two"],
      ["blockquote", "quoted"],
      ["td.right", "2"],
      ["figure.code .language", "JavaScript"],
      ["a[href='https://a.example/x'] + .host", "a.example"],
    ]
  ) assert.equal(await scene.answer.locator(selector).innerText(), text, selector);
  const box = scene.page.getByRole("checkbox", { name: "done" });
  assert.deepEqual([await box.isChecked(), await box.isDisabled()], [true, true]);
});

Deno.test("a question stays as it was written", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await field(tab.page).fill("**not bold** <b>x</b>");
  await field(tab.page).press("Enter");
  const question = tab.page.locator(".message.user");
  assert.equal(await question.innerText(), "**not bold** <b>x</b>");
});

Deno.test("code is coloured and maths drawn by libraries that load when they are needed", async () => {
  const go = Promise.withResolvers<void>();
  const requested: string[] = [];
  await using scene = await asked(["Plain words.\n\n", { hold: go.promise }, SAMPLE]);
  scene.page.on("request", (request) => requested.push(request.url()));
  await scene.answer.getByText("Plain words.").waitFor();
  const loaded = await scene.page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name).join(" ")
  );
  assert.doesNotMatch(loaded, /katex|highlight|later/);
  go.resolve();
  await scene.answer.locator(".code-keyword", { hasText: "const" }).waitFor();
  await scene.answer.locator("math msup").waitFor();
  assert.equal(requested.filter((url) => /katex|highlight/.test(url)).length, 2);
  assert.equal(await scene.answer.locator("pre").innerText(), "const answer = 42; // yes");
});

Deno.test("a library that does not load leaves plain code and plain maths", async () => {
  const go = Promise.withResolvers<void>();
  await using scene = await asked(["Words.\n\n", { hold: go.promise }, SAMPLE], {
    expected: [/ERR_FAILED/],
  });
  await scene.page.route(/katex|highlight/, (route) => route.abort());
  await scene.answer.getByText("Words.").waitFor();
  const failed = Promise.all(
    ["katex", "highlight"].map((name) =>
      scene.page.waitForEvent("requestfailed", (request) => request.url().includes(name))
    ),
  );
  go.resolve();
  await ended(scene.page);
  await failed;
  assert.equal(await scene.answer.locator("pre").innerText(), "const answer = 42; // yes");
  assert.equal(await scene.answer.locator("code.maths").innerText(), "$x^2$");
  assert.equal(await scene.answer.locator("[class^=code-], math").count(), 0);
});

Deno.test("code is copied, also where the browser gives the page no clipboard", async () => {
  for (const isBare of [false, true]) {
    await using scene = await asked(['```py\nprint(1)\n\nx = "a\u202eb"\n```\n'], {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await ended(scene.page);
    if (isBare) {
      await scene.page.evaluate(() => {
        const { clipboard } = navigator;
        Object.assign(globalThis, { keptClipboard: clipboard });
        Object.defineProperty(navigator, "clipboard", { value: undefined });
      });
    }
    const button = scene.page.getByRole("button", { name: "Copy code" });
    await button.press("Enter");
    await scene.page.locator("button", { hasText: "Copied" }).waitFor();
    const text = await scene.page.evaluate(() =>
      (Reflect.get(globalThis, "keptClipboard") ?? navigator.clipboard).readText()
    );
    assert.equal(text, 'print(1)\n\nx = "a\u202eb"');
    const focused = await scene.page.evaluate(() => document.activeElement?.className);
    assert.equal(focused, "tool", "the focus stays");
  }
});

Deno.test("the lines of code can be wrapped", async () => {
  await using scene = await asked([`\`\`\`\n${"word ".repeat(200)}\n\`\`\`\n`], PHONE);
  await ended(scene.page);
  const pre = scene.answer.locator("pre");
  const overflows = () => pre.evaluate((one) => one.scrollWidth > one.clientWidth);
  assert.equal(await overflows(), true);
  await scene.page.getByRole("button", { name: "Wrap lines" }).tap();
  assert.equal(await overflows(), false);
});

Deno.test("hidden characters are seen in code, and counted", async () => {
  await using scene = await asked(["```\na\u202eb\u200bc\n```\n\nand `d\u2066e`"]);
  await ended(scene.page);
  const marks = await scene.answer.locator(".hidden-mark").allInnerTexts();
  assert.deepEqual(marks, ["U+202E", "U+200B", "U+2066"]);
  await scene.answer.getByText("2 hidden characters").waitFor();
});

Deno.test("a wide table, wide code and a wide formula scroll in boxes of their own on a phone", async () => {
  const row = (cell: string) => `|${` ${cell} |`.repeat(30)}\n`;
  const wide = `${row("head")}${row("---")}${row("cell")}\n\`\`\`\n${"x".repeat(900)}\n\`\`\`\n\n` +
    `$$${Array.from({ length: 90 }, (_, at) => `x_{${at}}`).join("+")}$$\n\n` +
    `and $${Array.from({ length: 90 }, (_, at) => `x_{${at}}`).join("+")}$ inside, ` +
    `\`${"y".repeat(400)}\` [${"z".repeat(300)}](https://${"host".repeat(15)}.example/)`;
  await using scene = await asked([wide], PHONE);
  await ended(scene.page);
  await scene.answer.locator("math").nth(1).waitFor();
  const widths = await scene.page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll(".scroller, .message, .markdown")].map((
      one,
    ) => one.scrollWidth - one.clientWidth)
  );
  assert.ok(widths.every((width) => width <= 0), `${widths}`);
  for (const box of [".table-box", "pre", ".maths.block"]) {
    assert.ok(await scrolls(scene.answer.locator(box)), box);
  }
  await scene.answer.getByRole("region", { name: "Table" }).waitFor();
  await scene.answer.getByRole("region", { name: "Formula" }).nth(1).waitFor();
  const table = scene.answer.locator(".table-box");
  const fade = () => table.evaluate((box) => getComputedStyle(box).getPropertyValue("--fade"));
  assert.equal(await fade(), "32px", "its columns go on");
  await table.evaluate((box) => box.scrollLeft = box.scrollWidth);
  await scene.page.waitForFunction(() => {
    const box = document.querySelector(".table-box");
    return box && getComputedStyle(box).getPropertyValue("--fade") === "0px";
  });
});

Deno.test("a table and a formula that are seen whole are no stops on a keyboard's way", async () => {
  const text = "| a | b |\n|---|---|\n| 1 | 2 |\n\n$$x^2$$\n\nDone.";
  await using scene = await asked([text]);
  await ended(scene.page);
  await scene.answer.locator(".maths.block math").waitFor();
  const boxes = scene.answer.locator(".table-box, .maths.block");
  const all = await boxes.evaluateAll((boxes) =>
    boxes.map((box) => [box.getAttribute("tabindex"), box.getAttribute("role")])
  );
  assert.deepEqual(all, [[null, null], [null, null]]);
  assert.equal(
    await boxes.first().evaluate((box) => getComputedStyle(box).getPropertyValue("--fade")),
    "0px",
  );
  await scene.page.setViewportSize({ width: 320, height: 600 });
  assert.equal(await scene.answer.getByRole("region").count(), 0);
});

const scrolls = (box: Locator) =>
  box.first().evaluate((one) => one.scrollWidth > one.clientWidth + 50);

Deno.test("each block of an answer finds its own direction", async () => {
  await using scene = await asked([
    "שלום **עולם**\n\nHello\n\n- שלום\n- two\n\n```js\nשלום\n```\n",
  ]);
  await ended(scene.page);
  const directions = await scene.answer.locator("p, li, pre").evaluateAll((all) =>
    all.map((one) => getComputedStyle(one).direction)
  );
  assert.deepEqual(directions, ["rtl", "ltr", "rtl", "ltr", "ltr"]);
});

Deno.test("half-written Markdown is never seen while an answer grows", async () => {
  const text = "Some **bold words** and `code` and [a link](https://a.example/long/path).\n\n" +
    "| head | two |\n|------|-----|\n| **1** | 2 |\n\n```js\nconst a = 1;\n```\n\n- *one*\n- two\n\nTitle:\n- x\n";
  await using scene = await asked(["Go.\n\n", ...text.match(/[^]{1,3}/g) ?? []]);
  await scene.page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const answer = document.querySelector(".message.ai .markdown");
      const copy = answer?.cloneNode(true);
      if (copy instanceof HTMLElement) {
        copy.querySelectorAll("pre, figcaption").forEach((one) => one.remove());
        seen.add(copy.textContent ?? "");
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await ended(scene.page);
  const seen = await scene.page.evaluate(() => [...Reflect.get(globalThis, "seen")].map(String));
  assert.deepEqual(seen.filter((text) => /[*`[\]|#]|---|\(http/.test(text)), []);
});

Deno.test("what was drawn stays the same nodes while an answer grows", async () => {
  const go = Promise.withResolvers<void>();
  await using scene = await asked([
    SAMPLE,
    "\nMore",
    { hold: go.promise },
    " words.\n\n- and a list\n",
  ]);
  await scene.answer.getByText("More", { exact: true }).waitFor();
  await scene.answer.locator(".code-keyword").waitFor();
  await scene.answer.locator("math").waitFor();
  await scene.page.evaluate(() => {
    const kept = [...document.querySelectorAll(".markdown > .piece > *")].slice(0, -1);
    Object.assign(globalThis, { kept, changes: [] });
    for (const node of kept) {
      new MutationObserver((records) => Reflect.get(globalThis, "changes").push(...records))
        .observe(node, { subtree: true, childList: true, characterData: true, attributes: true });
    }
  });
  go.resolve();
  await scene.answer.getByText("and a list").waitFor();
  await ended(scene.page);
  const [same, changes] = await scene.page.evaluate(() => {
    const now = [...document.querySelectorAll(".markdown > .piece > *")];
    const kept: Element[] = Reflect.get(globalThis, "kept");
    return [kept.every((node, at) => now[at] === node), Reflect.get(globalThis, "changes").length];
  });
  assert.deepEqual([same, changes], [true, 0]);
});

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test(`axe-core finds nothing in an answer with everything in it, ${colorScheme}`, async () => {
    const diff = '```diff\n- gone\n+ new\n```\n\n```html\n<a href="x">y</a> <!-- z -->\n```\n\n';
    const more =
      `${SAMPLE}\n##### Deep\n\n${diff}$$\\frac{a}{b}$$\n\n![cat](https://a.example/c.png) \`a\u202eb\`\n`;
    await using scene = await asked([more], { ...PHONE, colorScheme });
    await ended(scene.page);
    await scene.answer.locator(".code-removed").waitFor();
    await scene.answer.locator("math").nth(1).waitFor();
    assert.deepEqual(await violations(scene.page), []);
    const low = await scene.page.locator(".markdown button").evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).length
    );
    assert.equal(low, 0);
  });
}
