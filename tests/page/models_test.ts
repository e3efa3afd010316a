/** Choosing a model: it loads, or is downloaded, or cannot be had. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, download, models, sendButton } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();
const REFUSED = [/status of (502|404|409)/];
const step = (completed: number) => ({
  line: { status: "pulling 01", digest: "sha256:01", total: 1000, completed },
});

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

async function controlsOn(page: Page): Promise<void> {
  await models(page).and(page.locator(":not([aria-disabled=true])")).waitFor();
  assert.equal(await sendButton(page).isEnabled(), true);
}

Deno.test("a model that is downloaded shows its progress, with the controls off until it is there", async () => {
  const [half, whole] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await using fake = await startFakeOllama({
    pulls: [[
      { line: { status: "pulling manifest" } },
      step(100),
      { hold: half.promise },
      step(500),
      { hold: whole.promise },
      step(1000),
      { line: { status: "success" } },
    ]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await using other = await open(parley.origin);
  await connected(tab.page);
  await connected(other.page);
  await download(tab.page, "phi3");
  const loading = tab.page.locator(".message.loading");
  await loading.waitFor();
  assert.equal(await sendButton(tab.page).isDisabled(), true);
  assert.equal(await models(tab.page).isDisabled(), true);
  half.resolve();
  await loading.getByText("50 %").waitFor();
  await other.page.locator(".message.loading").getByText("50 %").waitFor();
  assert.equal(await sendButton(other.page).isDisabled(), false);
  fake.models.push({ name: "phi3:latest" });
  whole.resolve();
  await tab.page.locator(".message.system").filter({ hasText: "phi3" }).waitFor();
  await loading.waitFor({ state: "detached" });
  await other.page.locator(".message.loading").waitFor({ state: "detached" });
  await controlsOn(tab.page);
  assert.equal(await models(tab.page).inputValue(), "phi3");
  assert.equal(await tab.page.locator(".message.system").count(), 1);
});

Deno.test("arrow keys on the closed list only browse; Enter chooses, and Esc leaves all as it was", async () => {
  await using fake = await startFakeOllama({ models: ["gemma:2b", "llama3.2:1b"] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  const { keyboard } = tab.page;
  await connected(tab.page);
  await controlsOn(tab.page);
  await models(tab.page).focus();
  const note = tab.page.locator(".picker-note");
  await keyboard.press("ArrowDown");
  await note.getByText("Enter chooses llama3.2:1b").waitFor();
  assert.equal(await models(tab.page).inputValue(), "llama3.2:1b");
  await keyboard.press("Escape");
  await note.waitFor({ state: "detached" });
  assert.equal(await models(tab.page).inputValue(), "gemma:2b");
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  await note.getByText("Enter chooses").waitFor();
  await keyboard.press("ArrowUp");
  await note.getByText("Enter chooses llama3.2:1b").waitFor();
  assert.deepEqual(fake.requests.filter(({ method }) => method === "POST"), []);
  await keyboard.press("Enter");
  await tab.page.locator(".message.system").getByText("llama3.2:1b is ready.").waitFor();
  await controlsOn(tab.page);
  assert.equal(await focused(tab.page), "Model");
  assert.equal(await models(tab.page).inputValue(), "llama3.2:1b");
});

Deno.test("a model that was browsed to is loaded when the focus leaves the list", async () => {
  await using fake = await startFakeOllama({ models: ["gemma:2b", "llama3.2:1b"] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await controlsOn(tab.page);
  await models(tab.page).press("ArrowDown");
  await tab.page.locator(".picker-note").waitFor();
  await tab.page.keyboard.press("Tab");
  await tab.page.locator(".message.system").getByText("llama3.2:1b is ready.").waitFor();
  assert.equal(await focused(tab.page), "Settings");
});

Deno.test("a model that is not installed asks before it is downloaded, once", async () => {
  await using fake = await startFakeOllama({
    pulls: [{ steps: [{ line: { status: "pulling manifest" } }], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, { expected: REFUSED });
  const { keyboard } = tab.page;
  await connected(tab.page);
  await controlsOn(tab.page);
  await models(tab.page).press("p");
  await keyboard.press("Enter");
  const question = tab.page.getByRole("alertdialog", { name: /^phi3 is not installed.*GB\)\?$/ });
  await question.waitFor();
  await tab.page.waitForFunction(() => document.activeElement?.role === "alertdialog");
  await keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  assert.equal(await focused(tab.page), "Model");
  assert.equal(await models(tab.page).inputValue(), "gemma:2b");
  assert.deepEqual(fake.requests.filter(({ path }) => path === "/api/pull"), []);

  await models(tab.page).selectOption("phi3");
  await tab.page.waitForFunction(() => document.activeElement?.role === "alertdialog");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  const loading = tab.page.locator(".message.loading");
  await loading.waitFor();
  assert.equal(await question.count(), 0);
  assert.equal(await focused(tab.page), "Model");
  await loading.getByRole("button", { name: "Cancel" }).click();
  await controlsOn(tab.page);
});

Deno.test("a model is said to be ready once a message to it can be sent, not before", async () => {
  await using fake = await startFakeOllama({ models: ["gemma:2b", "llama3.2:1b"] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await using other = await open(parley.origin);
  await connected(tab.page);
  await connected(other.page);
  const arrived = Promise.withResolvers<void>();
  await tab.page.route("**/api/models/load", async (route) => {
    const response = await route.fetch();
    await arrived.promise;
    await route.fulfill({ response });
  });
  const ready = (page: Page) => page.locator(".message.system").filter({ hasText: "is ready" });
  await models(tab.page).selectOption("llama3.2:1b");
  await ready(other.page).waitFor();
  assert.equal(await sendButton(tab.page).isDisabled(), true);
  assert.equal(await ready(tab.page).count(), 0);
  arrived.resolve();
  await ready(tab.page).waitFor();
  assert.equal(await sendButton(tab.page).isEnabled(), true);
  await ask(tab.page, "Who are you?");
  await answered(tab.page, "Hello from the fake.");
});

Deno.test("a model that cannot be had says why, and the former one stays", async () => {
  await using fake = await startFakeOllama({
    pulls: [[{ line: { error: "pull model manifest: no such host" } }]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, { expected: REFUSED });
  await connected(tab.page);
  await download(tab.page, "phi3");
  await tab.page.locator(".message.error").getByText("no such host").waitFor();
  await controlsOn(tab.page);
  assert.equal(await models(tab.page).inputValue(), "gemma:2b");
  assert.equal(await tab.page.locator(".message.error").count(), 1, "it is said once");
  assert.equal(await tab.page.locator(".message.loading").count(), 0);
});

Deno.test("fault 17: a download can be cancelled, and is still shown after a reload", async () => {
  await using fake = await startFakeOllama({
    pulls: [{ steps: [{ line: { status: "pulling manifest" } }, step(300)], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, { expected: [...REFUSED, /net::ERR_ABORTED/] });
  await connected(tab.page);
  await download(tab.page, "phi3");
  const loading = tab.page.locator(".message.loading");
  await loading.getByText("30 %").waitFor();
  await tab.page.reload();
  await loading.getByText("30 %").waitFor();
  await loading.getByRole("button", { name: "Cancel" }).click();
  await loading.waitFor({ state: "detached" });
  assert.equal(await models(tab.page).inputValue(), "gemma:2b");
});

Deno.test("a conversation keeps the model that was chosen in it, through a reload", async () => {
  await using fake = await startFakeOllama({ models: ["gemma:2b", "llama3.2:1b"] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "One");
  await answered(tab.page, "Hello from the fake.");
  await models(tab.page).selectOption("llama3.2:1b");
  await tab.page.locator(".message.system")
    .getByText("llama3.2:1b is ready. This conversation uses it from now on, and so do new ones.")
    .waitFor();
  assert.equal(await tab.page.locator(".figures.by").count(), 0);
  await tab.page.reload();
  await connected(tab.page);
  await answered(tab.page, "Hello from the fake.");
  assert.equal(await models(tab.page).inputValue(), "llama3.2:1b");
  await ask(tab.page, "Two");
  await tab.page.locator(".message.ai:not([aria-busy=true])").nth(1).waitFor();
  await tab.page.locator(".figures.by").nth(1).waitFor();
  assert.deepEqual(
    await tab.page.locator(".figures.by").allTextContents(),
    ["gemma:2b", "llama3.2:1b"],
    "several models answered: each answer says which one it is of",
  );
  const chats = fake.requests.filter(({ path }) => path === "/api/chat");
  assert.deepEqual(chats.map(({ body }) => Object(body).model), ["gemma:2b", "llama3.2:1b"]);
});

Deno.test("the dropdown says name and size, with the description as its title", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  const option = models(tab.page).locator("option[value='gemma:2b']");
  await option.waitFor({ state: "attached" });
  assert.equal((await option.textContent())?.trim(), "gemma:2b (1.7 GB)");
  assert.ok(await option.getAttribute("title"));
  assert.equal(await models(tab.page).getAttribute("title"), await option.getAttribute("title"));
});
