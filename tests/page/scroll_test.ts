/** The list follows what is new, unless its reader looks at something else. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import type { Step } from "../support/fake_script.ts";
import { answered, ask, connected, distanceFromEnd, models, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `Line ${from + at}.\n\n`);

/** An answer of 120 lines, of which the second half comes when `go` resolves. */
async function halfAnswered() {
  const go = Promise.withResolvers<void>();
  const steps: Step[] = [...lines(0, 60), { hold: go.promise }, ...lines(60, 120)];
  const fake = await startFakeOllama({ answers: [steps, ["Done."]] });
  const parley = await startParley({ ollama: fake.address });
  const tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Count");
  await tab.page.getByRole("log").getByText("Line 59.").waitFor();
  const stack = new AsyncDisposableStack();
  for (const one of [fake, parley, tab]) stack.use(one);
  return { tab, go, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

Deno.test("a reader who scrolled up is not pulled down, and finds a way to the newest", async () => {
  await using scene = await halfAnswered();
  const { page } = scene.tab;
  const list = page.getByRole("log");
  await list.hover();
  await page.mouse.wheel(0, -900);
  const newest = page.getByRole("button", { name: "Newest" });
  await newest.waitFor();
  const before = await list.evaluate((list) => list.scrollTop);
  scene.go.resolve();
  await answered(page, "Line 119.");
  assert.equal(await list.evaluate((list) => list.scrollTop), before);
  await newest.click();
  assert.ok(await distanceFromEnd(page) < 2);
  assert.equal(await newest.count(), 0);
});

Deno.test("the list follows the answer of a reader who stays at the end", async () => {
  await using scene = await halfAnswered();
  const { page } = scene.tab;
  assert.ok(await distanceFromEnd(page) < 2);
  scene.go.resolve();
  await answered(page, "Line 119.");
  assert.ok(await distanceFromEnd(page) < 2);
  assert.equal(await page.getByRole("button", { name: "Newest" }).count(), 0);
});

Deno.test("the list follows again once its reader is back at the end", async () => {
  await using scene = await halfAnswered();
  const { page } = scene.tab;
  await page.getByRole("log").focus();
  await page.keyboard.press("PageUp");
  await page.getByRole("button", { name: "Newest" }).waitFor();
  await page.keyboard.press("End");
  await page.getByRole("button", { name: "Newest" }).waitFor({ state: "detached" });
  scene.go.resolve();
  await answered(page, "Line 119.");
  assert.ok(await distanceFromEnd(page) < 2);
});

Deno.test("sending brings a reader who was away to the end", async () => {
  await using scene = await halfAnswered();
  const { page } = scene.tab;
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, -900);
  await page.getByRole("button", { name: "Newest" }).waitFor();
  await ask(page, "And now?");
  await page.locator(".message.user").nth(1).waitFor();
  assert.ok(await distanceFromEnd(page) < 2);
  scene.go.resolve();
  await answered(page, "Done.");
});

for (const [width, height] of [[320, 568], [740, 340]]) {
  Deno.test(`a first page that is longer than the screen begins at its top, ${width} × ${height}`, async () => {
    await using fake = await startFakeOllama({
      models: ["gemma:2b", "llama3.2:1b"],
      pulls: [{ steps: [{ line: { status: "pulling manifest" } }], end: "open" }],
    });
    await using parley = await startParley({ ollama: fake.address });
    await using tab = await open(parley.origin, { ...PHONE, viewport: { width, height } });
    const { page } = tab;
    await connected(page);
    await page.getByText("Answers come from gemma:2b.").waitFor();
    const top = () => page.getByRole("log").evaluate((list) => list.scrollTop);
    assert.ok(await distanceFromEnd(page) > 20, "it is longer");
    assert.equal(await top(), 0);
    await page.locator("input[type=file]").setInputFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("Let it steep."),
    });
    await page.getByRole("button", { name: "Remove notes.txt" }).waitFor();
    await models(page).selectOption("phi3");
    await page.getByRole("button", { name: "Download", exact: true }).click();
    await page.locator(".message.loading").waitFor({ state: "attached" });
    assert.equal(await top(), 0, "neither a file nor a model on its way moves it");
    await page.getByRole("log").evaluate((list) => list.scrollTop = 1000);
    await page.getByRole("log").evaluate((list) => list.scrollTop = 100);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    assert.equal(await page.getByRole("button", { name: "Newest" }).count(), 0);
  });
}
