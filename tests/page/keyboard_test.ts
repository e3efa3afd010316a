/** A whole session without a mouse: every step is a key. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, connected } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

/** Goes on with Tab, or back with Shift+Tab, until a thing of that name has the focus. */
async function tabTo(page: Page, name: string, { back = false } = {}): Promise<void> {
  for (let press = 0; press < 60; press++) {
    const found = await page.evaluate((name) => {
      const one = document.activeElement;
      return (one?.getAttribute("aria-label") ?? one?.textContent?.trim()) === name;
    }, name);
    if (found) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  assert.fail(`There is no way to ${name} by Tab`);
}

/** What had the focus may have gone; then something else has it within a frame. */
const isSomewhere = (page: Page) =>
  page.waitForFunction(() => document.activeElement !== document.body);

Deno.test("a whole session by keyboard: new chat, ask, stop, edit, switch branch, pull, search, rename, export, delete, undo", async () => {
  const come = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Once upon a time"], end: "open" }, ["Steep it for four minutes."]],
    pulls: [[
      { line: { status: "pulling manifest" } },
      { hold: come.promise },
      { line: { status: "success" } },
    ]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  const { page } = tab;
  const { keyboard } = page;
  const steps: string[] = [];
  const step = async (name: string) => {
    await isSomewhere(page);
    steps.push(name);
  };
  await connected(page);

  await step("new chat");
  await keyboard.press("Control+Shift+O");

  await step("ask");
  await keyboard.type("Tell me about tea");
  await keyboard.press("Enter");
  await page.locator(".message.ai[aria-busy=true]").getByText("Once upon a time").waitFor();

  await step("stop");
  await keyboard.press("Escape");
  await answered(page, "You stopped this answer.");

  await step("edit");
  await keyboard.press("ArrowUp");
  await page.getByLabel("Edited message").waitFor();
  await keyboard.type(", briefly");
  await keyboard.press("Enter");
  await answered(page, "Steep it for four minutes.");

  await step("switch branch");
  await tabTo(page, "Previous version", { back: true });
  await keyboard.press("Enter");
  await answered(page, "Once upon a time");
  await page.waitForFunction(() =>
    document.activeElement?.getAttribute("aria-label") === "Next version"
  );
  await keyboard.press("Enter");
  await answered(page, "Steep it for four minutes.");

  await step("pull");
  await keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find" }).waitFor();
  await keyboard.type("download phi3");
  await keyboard.press("Enter");
  await page.locator(".message.loading").waitFor();
  fake.models.push({ name: "phi3:latest" });
  come.resolve();
  await page.locator(".message.system").filter({ hasText: "phi3 is ready" }).waitFor();

  await step("search");
  await tabTo(page, "Search", { back: true });
  await keyboard.type("minutes");
  await page.locator(".line mark").waitFor();
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await page.waitForFunction(() => CSS.highlights.has("sought"));
  await tabTo(page, "Search", { back: true });
  await keyboard.press("Escape");

  await step("rename");
  await tabTo(page, "More for Tell me about tea");
  await keyboard.press("Enter");
  await tabTo(page, "Rename");
  await keyboard.press("Enter");
  await page.getByLabel("Title").waitFor();
  await keyboard.type("Tea, properly");
  await keyboard.press("Enter");
  await page.getByRole("link", { name: "Tea, properly" }).waitFor();

  await step("export");
  await tabTo(page, "More for Tea, properly");
  await keyboard.press("Enter");
  await tabTo(page, "Export as Markdown");
  const [download] = await Promise.all([page.waitForEvent("download"), keyboard.press("Enter")]);
  assert.match(await Deno.readTextFile(await download.path()), /Steep it/);

  await step("delete");
  await tabTo(page, "Delete", { back: true });
  await keyboard.press("Enter");
  await page.getByText("Deleted “Tea, properly”").waitFor();

  await step("undo");
  await tabTo(page, "Undo");
  await keyboard.press("Enter");
  await page.getByRole("link", { name: "Tea, properly" }).waitFor();
  await answered(page, "Steep it for four minutes.");
  await step("the end");
  assert.equal(steps.length, 12);
});
