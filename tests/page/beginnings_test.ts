/** What stands where nothing is yet: how to begin, or what is missing for it. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { unusedAddress } from "../support/unused_address.ts";

const open = sharedBrowser();

Deno.test("the first visit says what this is, which model answers, and what to try", async () => {
  await using fake = await startFakeOllama({ models: ["gemma:2b", "llama3.2:1b"] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  const main = tab.page.getByRole("main");
  await main.getByText("Parley is a chat with your own Ollama.").waitFor();
  await main.getByText("Answers come from gemma:2b.").waitFor();
  await main.getByRole("button", { name: "Pick another model" }).click();
  const focused = await tab.page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  assert.equal(focused, "Model");
  await tab.page.keyboard.press("Escape");
  const prompts = main.getByRole("list", { name: "Prompts to try" }).getByRole("button");
  assert.equal(await prompts.count(), 3);
  await prompts.nth(1).click();
  assert.match(await field(tab.page).inputValue(), /meeting/);
});

for (const [place, options] of Object.entries({ "on a desk": {}, "on a phone": PHONE })) {
  Deno.test(`without Ollama the page says where it looked and how to start it, tries again, and sees by itself that it is there, ${place}`, async () => {
    const address = unusedAddress();
    await using parley = await startParley({ ollama: address });
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    const main = tab.page.getByRole("main");
    await main.getByRole("heading", { name: "Ollama is not running" }).waitFor();
    await main.getByText(`Nobody answers at ${address}.`).waitFor();
    await main.getByText("ollama serve", { exact: true }).waitFor();
    await main.getByRole("button", { name: "Copy command" }).waitFor();
    await main.getByRole("button", { name: "Retry" }).click();
    await main.getByRole("status").getByText("Still nobody there.").waitFor();
    await using _ollama = await startFakeOllama({ port: Number(new URL(address).port) });
    await main.getByText("What would you like to know?").waitFor();
    await tab.page.waitForFunction(() => document.activeElement !== document.body);
  });
}

Deno.test("without a model the page offers some, with their sizes, and downloads one", async () => {
  const come = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    models: [],
    pulls: [[
      { line: { status: "pulling manifest" } },
      { line: { status: "pulling 01", digest: "sha256:01", total: 1000, completed: 400 } },
      { hold: come.promise },
      { line: { status: "success" } },
    ]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  const offers = tab.page.getByRole("list", { name: "Models to download" });
  await offers.getByRole("listitem").filter({ hasText: "gemma:2b" }).getByText("1.7 GB").waitFor();
  assert.equal(await offers.getByRole("listitem").count(), 4);
  await offers.getByRole("button", { name: "Download gemma:2b" }).press("Enter");
  await tab.page.locator(".message.loading").getByText("40 %").waitFor();
  await offers.getByRole("button", { name: "Downloading gemma:2b" }).waitFor();
  fake.models.push({ name: "gemma:2b" });
  come.resolve();
  await tab.page.getByText("What would you like to know?").waitFor();
  await tab.page.waitForFunction(() => document.activeElement !== document.body);
  await ask(tab.page, "Hello");
  await answered(tab.page, "Hello from the fake.");
});

Deno.test("a search that finds nothing says so", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await tab.page.getByRole("searchbox", { name: "Search" }).fill("marmalade");
  await tab.page.getByText("Nothing found for “marmalade”.").waitFor();
});
