/** The list of conversations: going to one, finding, renaming, deleting, taking away. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

const list = (page: Page): Locator => page.getByRole("navigation", { name: "Conversations" });
const line = (page: Page, title: string): Locator =>
  list(page).getByRole("link", { name: title, exact: true });
const titles = (page: Page): Promise<string[]> => list(page).locator(".name").allInnerTexts();
const menuOf = async (page: Page, title: string, action: string) => {
  await list(page).getByRole("button", { name: `More for ${title}` }).press("Enter");
  await list(page).getByRole("button", { name: action }).press("Enter");
};
const focused = (page: Page) =>
  page.evaluate(() =>
    document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent
  );

Deno.test("the list has every conversation, newest first, marks the open one and leads to others", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await line(tab.page, "About tea").waitFor();
  await ask(tab.page, "About coffee");
  await line(tab.page, "About coffee").waitFor();
  assert.deepEqual(await titles(tab.page), ["About coffee", "About tea"]);
  assert.equal(await list(tab.page).locator("[aria-current=page]").innerText(), "About coffee");
  await line(tab.page, "About tea").press("Enter");
  await answered(tab.page, "Steep it.");
  assert.equal(await list(tab.page).locator("[aria-current=page]").innerText(), "About tea");
  await tab.page.waitForFunction(() => document.title === "About tea – Parley");
  assert.equal(await focused(tab.page), "Message");
});

Deno.test("a conversation that is being answered has a dot, in every window", async () => {
  const go = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({ answers: [["Well", { hold: go.promise }, "."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await using other = await open(parley.origin);
  await connected(tab.page);
  await connected(other.page);
  await ask(tab.page, "Slowly, please");
  await list(other.page).locator(".running").waitFor();
  await list(other.page).getByRole("link", { name: "Slowly, please , answering" }).waitFor();
  go.resolve();
  await list(other.page).locator(".running").waitFor({ state: "detached" });
});

Deno.test("further pages of the list come as it is scrolled", async () => {
  await using parley = await startParley();
  for (let count = 1; count <= 120; count++) {
    await storeTalk(parley.journal, [[`Number ${count}.`, "Yes."]]);
  }
  await using tab = await open(parley.origin);
  await line(tab.page, "Number 120.").waitFor();
  assert.ok((await titles(tab.page)).length <= 100);
  await list(tab.page).locator(".lines").evaluate((lines) => lines.scrollTop = lines.scrollHeight);
  await list(tab.page).locator(".name").nth(99).waitFor();
  await list(tab.page).locator(".lines").evaluate((lines) => lines.scrollTop = lines.scrollHeight);
  await line(tab.page, "Number 1.").waitFor();
  const all = await titles(tab.page);
  assert.equal(new Set(all).size, 120);
});

Deno.test("search finds words in messages and marks them, and says when there is nothing", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Let it steep for four minutes."]]);
  await storeTalk(parley.journal, [["About coffee", "Grind it."]]);
  await using tab = await open(parley.origin);
  await line(tab.page, "About tea").waitFor();
  const search = list(tab.page).getByRole("searchbox", { name: "Search" });
  await search.fill("steep");
  await list(tab.page).locator("mark").getByText("steep", { exact: true }).waitFor();
  assert.deepEqual(await titles(tab.page), ["About tea"]);
  await search.fill("marmalade");
  await list(tab.page).getByRole("status").getByText("Nothing found for “marmalade”.").waitFor();
  await search.press("Escape");
  await line(tab.page, "About coffee").waitFor();
  assert.equal(await search.inputValue(), "");
});

Deno.test("a conversation is renamed in place: Enter keeps it, Esc does not, and the focus stays", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(parley.origin);
  await using other = await open(parley.origin);
  await line(other.page, "About tea").waitFor();
  await line(tab.page, "About tea").waitFor();
  await menuOf(tab.page, "About tea", "Rename");
  const title = list(tab.page).getByLabel("Title");
  await title.fill("Never mind");
  await title.press("Escape");
  await line(tab.page, "About tea").waitFor();
  await menuOf(tab.page, "About tea", "Rename");
  await title.fill("Tea, properly");
  await title.press("Enter");
  await line(other.page, "Tea, properly").waitFor();
  await line(tab.page, "Tea, properly").waitFor();
  assert.equal(await focused(tab.page), "Tea, properly");
});

Deno.test("a deleted conversation can be brought back, and the open one gives way to a new chat", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "About coffee");
  await answered(tab.page, "Hello from the fake.");
  await menuOf(tab.page, "About coffee", "Delete");
  await tab.page.getByText("What would you like to know?").waitFor();
  await tab.page.getByText("Deleted “About coffee”").waitFor();
  assert.deepEqual(await titles(tab.page), ["About tea"]);
  assert.equal(await focused(tab.page), "Message");
  await tab.page.getByRole("button", { name: "Undo" }).press("Enter");
  await line(tab.page, "About coffee").waitFor();
  await answered(tab.page, "Hello from the fake.");
  assert.equal(await tab.page.getByText("Deleted “").count(), 0);
});

Deno.test("several that were deleted are brought back together", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await storeTalk(parley.journal, [["About coffee", "Grind it."]]);
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await menuOf(tab.page, "About tea", "Delete");
  await tab.page.getByText("Deleted “About tea”").waitFor();
  await menuOf(tab.page, "About coffee", "Delete");
  await tab.page.getByText("Deleted 2 conversations").waitFor();
  assert.deepEqual(await titles(tab.page), []);
  await tab.page.getByRole("button", { name: "Undo" }).click();
  await tab.page.locator(".toast").waitFor({ state: "detached" });
  assert.deepEqual((await titles(tab.page)).toSorted(), ["About coffee", "About tea"]);
});

Deno.test("a conversation that another window deletes is left, with the way back", async () => {
  await using parley = await startParley();
  const id = await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`);
  await answered(tab.page, "Steep it.");
  await line(tab.page, "About tea").waitFor();
  await fetch(`${parley.origin}/api/conversations/${id}`, { method: "DELETE" });
  await tab.page.locator(".message.system").getByText("The conversation was deleted.").waitFor();
  await tab.page.getByRole("button", { name: "Undo" }).click();
  await answered(tab.page, "Steep it.");
});

Deno.test("a conversation can be taken away as Markdown and as JSON", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(parley.origin);
  await list(tab.page).getByRole("button", { name: "More for About tea" }).press("Enter");
  for (const [format, extension] of [["Markdown", "md"], ["JSON", "json"]]) {
    const [download] = await Promise.all([
      tab.page.waitForEvent("download"),
      list(tab.page).getByRole("link", { name: `Export as ${format}` }).click(),
    ]);
    assert.match(download.suggestedFilename(), new RegExp(`^conversation-.*\\.${extension}$`));
    assert.match(await Deno.readTextFile(await download.path()), /Steep it\./);
  }
});

Deno.test("on a phone the list is a drawer: a button opens it; Esc, Close and a tap beside it close it", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(parley.origin, PHONE);
  await connected(tab.page);
  const button = tab.page.getByRole("button", { name: "Conversations" });
  assert.equal(await list(tab.page).count(), 0);
  await button.tap();
  await line(tab.page, "About tea").waitFor();
  await tab.page.keyboard.press("Escape");
  await list(tab.page).waitFor({ state: "detached" });
  assert.equal(await focused(tab.page), "Conversations");
  await button.tap();
  await line(tab.page, "About tea").waitFor();
  await tab.page.getByRole("dialog").getByRole("button", { name: "Close" }).tap();
  await list(tab.page).waitFor({ state: "detached" });
  assert.equal(await focused(tab.page), "Conversations");
  await button.tap();
  await line(tab.page, "About tea").waitFor();
  await tab.page.touchscreen.tap(380, 400);
  await list(tab.page).waitFor({ state: "detached" });
  await button.tap();
  await line(tab.page, "About tea").tap();
  await answered(tab.page, "Steep it.");
  assert.equal(await list(tab.page).count(), 0);
  assert.equal(await field(tab.page).inputValue(), "");
});
