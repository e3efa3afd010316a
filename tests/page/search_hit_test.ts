/** What a search found is gone to: the branch opens, the message comes into view, words are marked. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

/** The words that are marked, of those that can be seen. */
const marked = (page: Page) =>
  page.waitForFunction(() => {
    const found = CSS.highlights.get("sought") ?? [];
    const seen = [...found].filter((range): range is Range => {
      if (!(range instanceof Range)) return false;
      const { top, bottom } = range.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight && bottom > top;
    });
    return seen.length > 0 && seen.map((range) => range.toString());
  }).then((handle) => handle.jsonValue());

const turns = (count: number) =>
  Array.from({ length: count }, (_, at) => [`Question ${at}`, "word ".repeat(60)] as const);

for (const [place, options] of Object.entries({ "on a desk": {}, "on a phone": PHONE })) {
  Deno.test(`a search hit leads to its message, far up in a long conversation, ${place}`, async () => {
    await using parley = await startParley();
    await storeTalk(parley.journal, [
      ...turns(5),
      ["Breakfast?", "Toast with some marmalade."],
      ...turns(30),
    ]);
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    if (options === PHONE) await tab.page.getByRole("button", { name: "Conversations" }).tap();
    await tab.page.getByRole("searchbox", { name: "Search" }).fill("marmalade");
    await tab.page.locator(".line mark").waitFor();
    await tab.page.locator(".line a:not(.tool)").first().click();
    await tab.page.waitForFunction(() => CSS.highlights.has("sought"));
    await tab.page.waitForFunction(() =>
      document.activeElement?.textContent?.includes("marmalade")
    );
    assert.deepEqual(await marked(tab.page), ["marmalade"]);
    await tab.page.getByRole("button", { name: "Newest" }).waitFor();
  });
}

Deno.test("a search hit in another branch opens that branch", async () => {
  await using fake = await startFakeOllama({
    answers: [["Toast with marmalade."], ["Porridge."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Breakfast?");
  await answered(tab.page, "Toast with marmalade.");
  await tab.page.getByRole("button", { name: "Regenerate answer" }).click();
  await answered(tab.page, "Porridge.");
  await tab.page.getByRole("button", { name: "New chat" }).click();
  await tab.page.keyboard.press("Control+k");
  await tab.page.getByRole("combobox", { name: "Find" }).fill("marmalade");
  await tab.page.getByRole("option").filter({ has: tab.page.locator("mark") }).click();
  await answered(tab.page, "Toast with marmalade.");
  await tab.page.waitForFunction(() => CSS.highlights.has("sought"));
  assert.deepEqual(await marked(tab.page), ["marmalade"]);
  await tab.page.getByRole("group", { name: "Version 1 of 2" }).waitFor();
});
