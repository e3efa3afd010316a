/** The palette, the sheet of shortcuts, and the keys that lead to them. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

const palette = (page: Page) => page.getByRole("dialog", { name: "Find anything" });
const box = (page: Page) => palette(page).getByRole("combobox");
const chosen = (page: Page) => palette(page).locator("[aria-selected=true] .title");
const focusOf = (page: Page) =>
  page.evaluate(() =>
    document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.tagName
  );

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await box(page).waitFor();
}

Deno.test("Ctrl+K finds a conversation by some of its letters, and Enter goes there", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About green tea", "Steep it."]]);
  await storeTalk(parley.journal, [["About coffee", "Grind it."]]);
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await tab.page.getByRole("link", { name: "About coffee" }).waitFor();
  await openPalette(tab.page);
  assert.equal(await focusOf(tab.page), "Find a conversation, a model, an action");
  await tab.page.keyboard.type("grn tea");
  assert.equal(await chosen(tab.page).innerText(), "About green tea");
  await tab.page.keyboard.press("Enter");
  await answered(tab.page, "Steep it.");
  assert.equal(await palette(tab.page).count(), 0);
  assert.equal(await focusOf(tab.page), "Message");
  await tab.page.goBack();
  await tab.page.locator(".empty h2").waitFor();
});

Deno.test("the palette is a combobox: the arrows choose, and the field keeps the focus", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await openPalette(tab.page);
  const options = palette(tab.page).getByRole("option");
  await options.first().waitFor();
  const active = async () =>
    palette(tab.page).locator(`[id="${await box(tab.page).getAttribute("aria-activedescendant")}"]`)
      .innerText();
  assert.equal(await box(tab.page).getAttribute("aria-expanded"), "true");
  const all = await options.allInnerTexts();
  assert.equal(await active(), all[0]);
  await tab.page.keyboard.press("ArrowDown");
  assert.equal(await active(), all[1]);
  await tab.page.keyboard.press("ArrowUp");
  await tab.page.keyboard.press("ArrowUp");
  assert.equal(await active(), all.at(-1), "it goes around");
  assert.equal(await focusOf(tab.page), "Find a conversation, a model, an action");
  await tab.page.keyboard.type("qqqq");
  await palette(tab.page).getByRole("status").getByText("Nothing found for “qqqq”.").waitFor();
  assert.equal(await box(tab.page).getAttribute("aria-expanded"), "false");
});

Deno.test("the palette asks the server for older conversations, and for words that were said", async () => {
  await using parley = await startParley();
  const old = await storeTalk(parley.journal, [["Number 0.", "It was a marmalade sandwich."]]);
  for (let count = 1; count <= 60; count++) {
    await storeTalk(parley.journal, [[`Number ${count}.`, "Yes."]]);
  }
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await openPalette(tab.page);
  await tab.page.keyboard.type("marmalade");
  const said = palette(tab.page).getByRole("group", { name: "Said in" }).getByRole("option");
  await said.locator("mark").getByText("marmalade").waitFor();
  await said.click();
  await answered(tab.page, "It was a marmalade sandwich.");
  assert.ok(tab.page.url().includes(old));
});

Deno.test("the palette does what can be done: a model, the settings, a title, a new chat", async () => {
  await using fake = await startFakeOllama({ models: ["gemma:2b", "llama3.2:1b"] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Hello");
  await answered(tab.page, "Hello from the fake.");
  await openPalette(tab.page);
  await tab.page.keyboard.type("llama");
  assert.equal(await chosen(tab.page).innerText(), "Answer with llama3.2:1b");
  await tab.page.keyboard.press("Enter");
  await tab.page.locator(".message.system").filter({ hasText: "llama3.2:1b is ready" }).waitFor();
  assert.equal(await focusOf(tab.page), "Message");

  await openPalette(tab.page);
  await tab.page.keyboard.type("temperature");
  await tab.page.keyboard.press("Enter");
  await tab.page.getByRole("dialog", { name: "Settings of this conversation" }).waitFor();
  await tab.page.keyboard.press("Escape");
  await tab.page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focusOf(tab.page), "Message");

  await openPalette(tab.page);
  await tab.page.keyboard.type("rename");
  await tab.page.keyboard.press("Enter");
  await tab.page.getByRole("dialog").getByLabel("Title").fill("A greeting");
  await tab.page.keyboard.press("Enter");
  await tab.page.getByRole("link", { name: "A greeting" }).waitFor();
  assert.equal(await focusOf(tab.page), "Message");

  await openPalette(tab.page);
  await tab.page.keyboard.type("new");
  await tab.page.keyboard.press("Enter");
  await tab.page.getByText("What would you like to know?").waitFor();
});

Deno.test("the palette opens on a phone from the list of conversations, and closes by its button", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin, PHONE);
  await connected(tab.page);
  await tab.page.getByRole("button", { name: "Conversations" }).tap();
  await tab.page.getByRole("button", { name: "Commands" }).tap();
  await box(tab.page).waitFor();
  const heights = await palette(tab.page).getByRole("option").evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect().height)
  );
  assert.ok(heights.length > 0 && heights.every((height) => height >= 44), `${heights}`);
  await palette(tab.page).getByRole("button", { name: "Close" }).tap();
  await palette(tab.page).waitFor({ state: "detached" });
});

Deno.test("? shows every shortcut, and is a question mark where someone writes", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await field(tab.page).press("?");
  assert.equal(await field(tab.page).inputValue(), "?");
  await tab.page.getByRole("log").focus();
  await tab.page.keyboard.press("?");
  const sheet = tab.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const words of ["Find a conversation", "Edit your last message", "New chat"]) {
    await sheet.getByText(words).waitFor();
  }
  assert.ok(await sheet.locator("kbd").count() > 8);
  await tab.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  assert.equal(await focusOf(tab.page), "Conversation");
  await field(tab.page).press("Control+/");
  await sheet.waitFor();
});

Deno.test("Ctrl+Shift+O begins a new chat, and / goes to the search", async () => {
  await using parley = await startParley();
  const id = await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`);
  await answered(tab.page, "Steep it.");
  await tab.page.keyboard.press("Control+Shift+O");
  await tab.page.locator(".empty h2").waitFor();
  await tab.page.getByRole("log").focus();
  await tab.page.keyboard.press("/");
  assert.equal(await focusOf(tab.page), "Search");
});

Deno.test("what the palette offers can be told apart on a small phone", async () => {
  await using parley = await startParley();
  const id = await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`, {
    ...PHONE,
    viewport: { width: 320, height: 640 },
  });
  await answered(tab.page, "Steep it.");
  await openPalette(tab.page);
  await box(tab.page).fill("export this conversation");
  await palette(tab.page).getByText("Markdown").waitFor();
  const cut = await palette(tab.page).locator(".title").evaluateAll((all) =>
    all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)
  );
  assert.deepEqual(cut, []);
});
