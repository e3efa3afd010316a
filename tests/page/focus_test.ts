/** The focus: where it is after each thing a person does, and never nowhere. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, download, field, models } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

/** Resolves once the focus has come to a thing of that name. */
async function focusOn(page: Page, name: string): Promise<void> {
  await page.waitForFunction((name) => {
    const one = document.activeElement;
    return (one?.getAttribute("aria-label") ?? one?.textContent?.trim()) === name;
  }, name);
}

Deno.test("a button that goes away when it is pressed gives the focus to the field", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Half an"], end: "cut" }, ["Whole."], { steps: ["On"], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Answer me");
  await tab.page.getByRole("button", { name: "Retry" }).press("Enter");
  await answered(tab.page, "Whole.");
  await focusOn(tab.page, "Message");
  await tab.page.getByRole("button", { name: "Regenerate answer" }).press("Enter");
  await tab.page.locator(".message.ai[aria-busy=true]").getByText("On").waitFor();
  await focusOn(tab.page, "Message");
  await tab.page.getByRole("button", { name: "Stop" }).focus();
  await tab.page.keyboard.press("Escape");
  await answered(tab.page, "You stopped this answer.");
  await focusOn(tab.page, "Message");
});

Deno.test("the way to the newest message gives the focus to the field when it has gone", async () => {
  await using parley = await startParley();
  const id = await storeTalk(parley.journal, [["Much", "word\n\n".repeat(200)]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`);
  await answered(tab.page, "word");
  await tab.page.getByRole("log").hover();
  await tab.page.mouse.wheel(0, -2_000);
  await tab.page.getByRole("button", { name: "Newest" }).press("Enter");
  await focusOn(tab.page, "Message");
});

Deno.test("Undo gives the focus to what it brings back: its line, or the field where it is shown", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  const id = await storeTalk(parley.journal, [["About coffee", "Grind it."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`);
  await connected(tab.page);
  await tab.page.getByRole("button", { name: "More for About tea" }).press("Enter");
  await tab.page.getByRole("button", { name: "Delete" }).press("Enter");
  await focusOn(tab.page, "About coffee");
  await tab.page.getByRole("button", { name: "Undo" }).press("Enter");
  await focusOn(tab.page, "About tea");
  await tab.page.getByRole("button", { name: "More for About coffee" }).press("Enter");
  await tab.page.getByRole("button", { name: "Delete" }).press("Enter");
  await tab.page.locator(".message.ai").waitFor({ state: "detached" });
  await tab.page.getByRole("button", { name: "Undo" }).press("Enter");
  await answered(tab.page, "Grind it.");
  await focusOn(tab.page, "Message");
});

Deno.test("the focus comes to the list when nothing can be brought back any more", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  const id = await storeTalk(parley.journal, [["About coffee", "Grind it."]]);
  await using tab = await open(parley.origin);
  await tab.page.clock.install();
  await tab.page.goto(`${parley.origin}/#/c/${id}`);
  await connected(tab.page);
  await tab.page.getByRole("button", { name: "More for About tea" }).press("Enter");
  await tab.page.getByRole("button", { name: "Delete" }).press("Enter");
  await tab.page.getByRole("button", { name: "Undo" }).focus();
  await tab.page.clock.fastForward(10_000);
  await tab.page.getByText("Deleted “").waitFor({ state: "detached" });
  await focusOn(tab.page, "About coffee");
});

Deno.test("the focus stays where a model was chosen while that comes, with the controls off", async () => {
  await using fake = await startFakeOllama({
    pulls: [{ steps: [{ line: { status: "pulling manifest" } }], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, { expected: [/status of 409/] });
  await connected(tab.page);
  await models(tab.page).and(tab.page.locator(":enabled")).focus();
  await download(tab.page, "phi3");
  await tab.page.getByRole("button", { name: "Cancel" }).waitFor();
  await focusOn(tab.page, "Model");
  assert.equal(await models(tab.page).isDisabled(), true);
  await tab.page.keyboard.press("ArrowUp");
  assert.equal(await models(tab.page).inputValue(), "phi3");
  await tab.page.getByRole("button", { name: "Cancel" }).press("Enter");
  await focusOn(tab.page, "Message");
});

Deno.test("Esc closes what is nearest: a menu, a search, an edit; then it stops; then it leads home", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["Once upon"], end: "open" }] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  const { keyboard } = tab.page;
  await connected(tab.page);
  await ask(tab.page, "A story");
  const running = tab.page.locator(".message.ai[aria-busy=true]");
  await running.getByText("Once upon").waitFor();

  await field(tab.page).press("Control+k");
  await tab.page.getByRole("combobox", { name: "Find" }).waitFor();
  await keyboard.press("Escape");
  await tab.page.getByRole("dialog").waitFor({ state: "detached" });

  const more = tab.page.getByRole("button", { name: "More for A story" });
  await more.press("Enter");
  await keyboard.press("Escape");
  assert.equal(await more.getAttribute("aria-expanded"), "false");

  const search = tab.page.getByRole("searchbox", { name: "Search" });
  await search.fill("tea");
  await keyboard.press("Escape");
  assert.equal(await search.inputValue(), "");

  await field(tab.page).press("ArrowUp");
  await tab.page.getByLabel("Edited message").waitFor();
  await keyboard.press("Escape");
  await tab.page.getByLabel("Edited message").waitFor({ state: "detached" });
  assert.equal(await running.count(), 1, "the answer goes on all the while");

  await search.focus();
  await keyboard.press("Escape");
  await answered(tab.page, "You stopped this answer.");
  await keyboard.press("Escape");
  await focusOn(tab.page, "Message");
});
