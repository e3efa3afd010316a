/** The settings of a conversation. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { type FakeOllama, startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

const dialog = (page: Page) => page.getByRole("dialog", { name: "Settings of this conversation" });

async function openSettings(page: Page) {
  await page.getByRole("button", { name: "Settings" }).press("Enter");
  await dialog(page).getByLabel("Temperature").waitFor();
}

/** What was asked of Ollama last. */
function lastChat(fake: FakeOllama) {
  const { body } = fake.requests.filter(({ path }) => path === "/api/chat").at(-1) ?? {};
  return body as {
    model: string;
    think?: boolean;
    keep_alive?: string;
    options: Record<string, number>;
    messages: { role: string; content: string }[];
  };
}

Deno.test("settings hold from the next answer on, in every window, and can be taken back", async () => {
  await using fake = await startFakeOllama({
    answers: [["One."], ["Two."], ["Three."]],
    models: ["gemma:2b", "phi3:mini"],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "First");
  await answered(tab.page, "One.");
  await openSettings(tab.page);
  const form = dialog(tab.page);
  await form.getByLabel("Model").selectOption("phi3:mini");
  await form.getByLabel("System prompt").fill("Speak like a sailor.");
  await form.getByLabel("Temperature").fill("0.25");
  await form.getByLabel("Seed").fill("7");
  await form.getByLabel("Thinking").selectOption("off");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await form.waitFor({ state: "detached" });
  assert.equal(
    await tab.page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
    "Settings",
  );
  await ask(tab.page, "Second");
  await answered(tab.page, "Two.");
  const { model, think, options, messages } = lastChat(fake);
  assert.deepEqual([model, think, options.temperature, options.seed, messages[0].content], [
    "phi3:mini",
    false,
    0.25,
    7,
    "Speak like a sailor.",
  ]);

  await using other = await open(tab.page.url());
  await answered(other.page, "Two.");
  await openSettings(other.page);
  assert.equal(await dialog(other.page).getByLabel("Model").inputValue(), "phi3:mini");
  assert.equal(await dialog(other.page).getByLabel("Temperature").inputValue(), "0.25");
  assert.equal(await dialog(other.page).getByLabel("Thinking").inputValue(), "off");
  await dialog(other.page).getByLabel("Seed").fill("");
  await dialog(other.page).getByLabel("System prompt").fill("");
  await dialog(other.page).getByRole("button", { name: "Save" }).click();
  await dialog(other.page).waitFor({ state: "detached" });
  await ask(other.page, "Third");
  await answered(other.page, "Three.");
  assert.equal("seed" in lastChat(fake).options, false);
  assert.notEqual(lastChat(fake).messages[0].content, "Speak like a sailor.");
  assert.equal(lastChat(fake).options.temperature, 0.25);
});

Deno.test("settings of a new conversation hold from its first answer on, and defaults are shown", async () => {
  await using fake = await startFakeOllama({ answers: [["One."]] });
  await using parley = await startParley({ ollama: fake.address, env: { TOP_P: "0.8" } });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await openSettings(tab.page);
  const form = dialog(tab.page);
  await form.getByLabel("Top p").and(tab.page.getByPlaceholder("0.8")).waitFor();
  await form.getByLabel("Temperature").fill("0.25");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "detached" });
  await ask(tab.page, "First");
  await answered(tab.page, "One.");
  assert.equal(lastChat(fake).options.temperature, 0.25);
});

Deno.test("the window and the time in memory are the model's, for all conversations", async () => {
  await using fake = await startFakeOllama({
    answers: [["One."]],
    models: ["gemma:2b", "phi3:mini"],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, { expected: [/400 \(Bad Request\)/] });
  await connected(tab.page);
  await openSettings(tab.page);
  const form = dialog(tab.page);
  const ofModel = form.getByRole("group", { name: "Of the model gemma:2b, for all conversations" });
  await ofModel.getByLabel("Window").fill("1000000");
  await ofModel.getByLabel("Stays loaded").selectOption("30m");
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByRole("alert").filter({ hasText: "32768 tokens at most" }).waitFor();
  await ofModel.getByLabel("Window").fill("8192");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "detached" });
  await ask(tab.page, "First");
  await answered(tab.page, "One.");
  assert.equal(lastChat(fake).options.num_ctx, 8192);
  assert.equal(lastChat(fake).keep_alive, "30m");

  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await tab.page.route("**/api/models/settings?*", async (route) => {
    asked.resolve();
    await goOn.promise;
    await route.continue();
  });
  await openSettings(tab.page);
  await asked.promise;
  assert.equal(await ofModel.count(), 0, "what held before is not shown meanwhile");
  goOn.resolve();
  assert.equal(await ofModel.getByLabel("Window").inputValue(), "8192");
  await form.getByLabel("Model", { exact: true }).selectOption("phi3:mini");
  const other = form.getByRole("group", { name: "Of the model phi3:mini, for all conversations" });
  assert.equal(await other.getByLabel("Window").inputValue(), "");
  assert.equal(await ofModel.count(), 0);
});

Deno.test("settings that cannot be are refused in their place, and Cancel leaves all as it was", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["Well"], end: "open" }] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await openSettings(tab.page);
  const form = dialog(tab.page);
  await form.getByLabel("Temperature").fill("3");
  await form.getByRole("button", { name: "Save" }).click();
  assert.equal(
    await form.getByLabel("Temperature").evaluate((one: HTMLInputElement) => one.validity.valid),
    false,
  );
  await form.getByRole("button", { name: "Cancel" }).click();
  await form.waitFor({ state: "detached" });
  await ask(tab.page, "Hello");
  await tab.page.locator(".message.ai .text").getByText("Well").waitFor();
  await openSettings(tab.page);
  assert.equal(await form.getByLabel("Temperature").inputValue(), "");
  await tab.page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });
  // Esc closed the dialog, and stopped no answer behind it.
  assert.equal(await tab.page.locator(".message.ai[aria-busy=true]").count(), 1);
});

Deno.test("what was written into the settings outlives a slip of the mouse, and Esc", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  const { mouse, keyboard } = tab.page;
  await connected(tab.page);
  await openSettings(tab.page);
  const form = dialog(tab.page);
  const prompt = form.getByLabel("System prompt");
  await prompt.fill("Speak like a sailor.");
  await form.getByLabel("Window").fill("8192");
  await form.getByLabel("Thinking").selectOption("off");
  const box = await prompt.boundingBox();
  assert.ok(box);
  await mouse.move(box.x + 60, box.y + 20);
  await mouse.down();
  await mouse.move(5, 5);
  await mouse.up();
  assert.equal(await prompt.inputValue(), "Speak like a sailor.", "it is still open");

  for (const leave of [() => mouse.click(5, 5), () => keyboard.press("Escape")]) {
    await leave();
    await form.waitFor({ state: "detached" });
    await openSettings(tab.page);
    await form.getByText("not saved yet").waitFor();
    assert.equal(await prompt.inputValue(), "Speak like a sailor.");
    assert.equal(await form.getByLabel("Window").inputValue(), "8192");
    assert.equal(await form.getByLabel("Thinking").inputValue(), "off");
  }
  await form.getByRole("button", { name: "Cancel" }).click();
  await form.waitFor({ state: "detached" });
  await openSettings(tab.page);
  assert.equal(await prompt.inputValue(), "");
  assert.equal(await form.getByText("not saved yet").count(), 0);

  await prompt.fill("Speak like a pirate.");
  await keyboard.press("Escape");
  await openSettings(tab.page);
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "detached" });
  await openSettings(tab.page);
  assert.equal(await prompt.inputValue(), "Speak like a pirate.");
  assert.equal(await form.getByText("not saved yet").count(), 0);
});
