/** Answers that want to run, load, leak or break something: drawn in a browser, they do nothing. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ADDRESSES, LINKS } from "../data/hostile/addresses.ts";
import { HTML } from "../data/hostile/html.ts";
import { PLACES, STRUCTURES } from "../data/hostile/structures.ts";
import { sharedBrowser, type WatchOptions } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

const CORPUS: Record<string, string[]> = {
  HTML: HTML.flatMap((text) => PLACES.map((place) => place(text))),
  addresses: ADDRESSES.flatMap((address) => LINKS.map((link) => link(address))),
  "structures, maths and fences": STRUCTURES.flatMap((
    text,
  ) => [text, `- ${text.replaceAll("\n", "\n  ")}`, `${text}\n\nwords`]),
};

/** Everything that an answer may be made of. */
const ALLOWED = new Set(
  ("a bdi blockquote br button code del div em figcaption figure h2 h3 h4 h5 h6 hr input label li ol p " +
    "path pre span strong svg table tbody td th thead tr ul math mrow mi mn mo ms mtext mspace mfrac " +
    "msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd " +
    "mstyle mpadded mphantom menclose").split(" "),
);

const ATTRIBUTES = new Set(
  ("class dir href rel target start type disabled checked tabindex role title scope viewBox d " +
    "aria-hidden focusable aria-label aria-pressed display fence stretchy minsize maxsize width height " +
    "depth lspace rspace voffset scriptlevel displaystyle mathcolor mathsize accent accentunder " +
    "linethickness separator movablelimits largeop symmetric form mathvariant").split(" "),
);

/** Loads the looks of answers, which the page loads with the first one. */
async function dress(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const main = document.querySelector<HTMLScriptElement>("script[type=module]")?.src ?? "";
    const { addStyle } = await import(new URL("view/lazy_style.js", main).href);
    await Promise.all(["markdown.css", "code.css", "maths.css", "tables.css"].map(addStyle));
  });
}

/** Draws each text by the page's own component, whole and half-written, in the page itself. */
async function draw(page: Page, texts: string[]): Promise<void> {
  await page.evaluate(async (texts) => {
    const main = document.querySelector<HTMLScriptElement>("script[type=module]")?.src ?? "";
    const { Markdown } = await import(new URL("view/markdown.js", main).href);
    const { h, render } = await import("preact");
    const list = document.querySelector(".thread");
    for (const text of texts) {
      const message = document.createElement("article");
      message.className = "message ai hostile";
      list?.append(message);
      for (const part of [1 / 3, 2 / 3]) {
        const growing = text.slice(0, Math.ceil(text.length * part));
        render(h(Markdown, { text: growing, isGrowing: true }), message);
      }
      render(h(Markdown, { text, isGrowing: false }), message);
    }
    // Twice: what waits for its turn may make room for more.
    for (let turn = 0; turn < 2; turn++) {
      await new Promise<void>((resolve) => requestIdleCallback(() => resolve()));
    }
  }, texts);
}

/** What stands in the answers, as far as it is not allowed. */
function strangers(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll(".hostile *")].flatMap((one) => [
      `<${one.localName}>`,
      // The page's own, for what is laid out late.
      ...[...one.attributes].map(({ name }) => name)
        .filter((name) => name !== "style" || !one.matches(".late, .long")),
      ...one instanceof HTMLAnchorElement
        ? [`${one.protocol} ${one.rel} ${one.target}`, one.username && "a name in an address"]
        : [],
    ])
  ).then((all) => [...new Set(all)].filter((one) => !isAllowed(one)));
}

function isAllowed(found: string): boolean {
  const name = /^<(.*)>$/.exec(found)?.[1];
  if (name !== undefined) return ALLOWED.has(name);
  return found === "" || ATTRIBUTES.has(found) ||
    /^(https?|mailto): noopener noreferrer nofollow _blank$/.test(found);
}

const VIEWS: Record<string, WatchOptions> = { "on a desk": {}, "on a phone": PHONE };

for (const [view, options] of Object.entries(VIEWS)) {
  for (const [family, texts] of Object.entries(CORPUS)) {
    Deno.test(`hostile ${family} do nothing ${view} (${texts.length} answers)`, async () => {
      await using parley = await startParley();
      await using tab = await open(parley.origin, options);
      await connected(tab.page);
      await dress(tab.page);
      const dialogs: string[] = [];
      tab.page.on("dialog", (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      for (let at = 0; at < texts.length; at += 60) await draw(tab.page, texts.slice(at, at + 60));
      if (/maths/.test(family)) {
        await tab.page.locator(".hostile math").first().waitFor({ state: "attached" });
        await tab.page.locator(".hostile [class^=code-]").first().waitFor({ state: "attached" });
      }
      await tab.page.mouse.move(200, 300);
      assert.equal(await tab.page.locator(".hostile").count(), texts.length);
      assert.deepEqual(await strangers(tab.page), []);
      assert.deepEqual(dialogs, []);
      const wide = await tab.page.evaluate(() =>
        [
          document.documentElement,
          ...document.querySelectorAll(".scroller, .thread, .hostile, .markdown"),
        ]
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => `${one.className}: ${one.textContent?.slice(0, 80)}`)
      );
      assert.deepEqual(wide, []);
      assert.equal(await tab.page.title(), "Parley");
    });
  }
}

Deno.test("there are more than 300 hostile answers", () => {
  const all = new Set(Object.values(CORPUS).flat());
  assert.ok(all.size > 300, `${all.size}`);
});

Deno.test("a hostile answer does nothing on its whole way from the model to the page", async () => {
  const text = `${HTML.join("\n\n")}\n\n${
    LINKS.slice(0, 3).map((link) => link(ADDRESSES[0])).join("\n\n")
  }\n\nThe end.`;
  await using fake = await startFakeOllama({ answers: [text.match(/[^]{1,40}/g) ?? []] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Attack me");
  await answered(tab.page, "The end.");
  const shown = await tab.page.locator(".message.ai").innerText();
  assert.ok(shown.includes("<script>alert(1)</script>"));
  assert.equal(
    await tab.page.locator(".message.ai :is(script, img, iframe, style, form)").count(),
    0,
  );
});
