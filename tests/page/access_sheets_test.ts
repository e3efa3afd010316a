/** What stands before everything else, and what is seldom seen, for everyone too. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { violations } from "../support/axe.ts";
import { sharedBrowser, type WatchOptions } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, connected, field, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

const LOOKS: Record<string, WatchOptions> = {
  "light on a desk": { colorScheme: "light" },
  "dark on a desk": { colorScheme: "dark" },
  "light on a phone": { ...PHONE, colorScheme: "light" },
  "dark on a phone": { ...PHONE, colorScheme: "dark" },
};

/** Has axe look once nothing moves any more. */
async function look(page: Page, at: string): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== "running")
  );
  assert.deepEqual(await violations(page), [], at);
  const sideways = await page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth
  );
  assert.ok(sideways <= 0, `${at} needs scrolling sideways`);
}

for (const [name, options] of Object.entries(LOOKS)) {
  Deno.test(`axe-core finds nothing in the palette, the shortcuts, export and import, ${name}`, async () => {
    await using parley = await startParley();
    const id = await storeTalk(parley.journal, [["About tea", "Let it steep."]]);
    await using tab = await open(`${parley.origin}/#/c/${id}`, {
      ...options,
      expected: [/status of 400/],
    });
    await answered(tab.page, "Let it steep.");
    const { keyboard } = tab.page;
    await keyboard.press("Control+k");
    const box = tab.page.getByRole("combobox", { name: "Find" });
    await box.waitFor();
    await look(tab.page, "the palette");
    await box.fill("steep");
    await tab.page.locator(".option mark").waitFor();
    await look(tab.page, "what the palette found");
    await box.fill("qqqq");
    await tab.page.getByText("Nothing found for “qqqq”.").waitFor();
    await look(tab.page, "a palette that found nothing");
    await box.fill("import");
    await keyboard.press("Enter");
    await tab.page.getByRole("dialog", { name: "Export and import" }).waitFor();
    const chooser = tab.page.waitForEvent("filechooser");
    await tab.page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles({
      name: "chats.json",
      mimeType: "application/json",
      buffer: Buffer.from("[]"),
    });
    await tab.page.locator(".import").getByRole("status").waitFor();
    await look(tab.page, "export and import");
    await keyboard.press("Escape");
    await tab.page.getByRole("dialog").waitFor({ state: "detached" });
    await keyboard.press("Control+/");
    await tab.page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await look(tab.page, "the shortcuts");
  });

  Deno.test(`axe-core finds nothing where Ollama or a model is missing, ${name}`, async () => {
    await using nobody = await startParley();
    await using tab = await open(nobody.origin, options);
    await tab.page.getByText("Ollama is not running").waitFor();
    await look(tab.page, "without Ollama");
    await using fake = await startFakeOllama({ models: [] });
    await using parley = await startParley({ ollama: fake.address });
    await using other = await open(parley.origin, options);
    await other.page.getByRole("list", { name: "Models to download" }).waitFor();
    await look(other.page, "without a model");
  });

  Deno.test(`axe-core finds nothing in files that go along, and in what a search led to, ${name}`, async () => {
    await using fake = await startFakeOllama();
    await using parley = await startParley({ ollama: fake.address });
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    const attach = (name: string, text: string) =>
      tab.page.locator("input[type=file]").setInputFiles({
        name,
        mimeType: "text/plain",
        buffer: Buffer.from(text),
      });
    await attach("notes.txt", "Let it steep.");
    await tab.page.getByRole("button", { name: "Remove notes.txt" }).waitFor();
    await attach("huge.txt", "x".repeat(200_000));
    await tab.page.getByText("huge.txt has 200,000 bytes").waitFor();
    await look(tab.page, "files beside the field");
    await field(tab.page).fill("What is this?");
    await tab.page.getByRole("button", { name: "Send", exact: true }).click();
    await answered(tab.page, "Hello from the fake.");
    await tab.page.locator(".quoted summary").click();
    await look(tab.page, "a file in a message");
    await tab.page.keyboard.press("Control+k");
    await tab.page.getByRole("combobox", { name: "Find" }).fill("fake");
    await tab.page.locator(".option").filter({ has: tab.page.locator("mark") }).click();
    await tab.page.waitForFunction(() => CSS.highlights.has("sought"));
    await look(tab.page, "what a search led to");
  });
}
