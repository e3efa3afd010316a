/** What is written while the line is away, or where nothing can be kept. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field, sendButton } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const open = sharedBrowser();
const CUT = [/WebSocket connection/, /ERR_/];

Deno.test("fault 22: what is asked while the line is away waits, survives a reload, and goes out once", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  const port = String(parley.port);
  await using tab = await open(parley.origin, { expected: CUT });
  await connected(tab.page);
  await parley[Symbol.asyncDispose]();
  await tab.page.locator(".status.red").waitFor();
  assert.equal(await sendButton(tab.page).isDisabled(), true);
  await field(tab.page).fill("Are you there?");
  await tab.page.getByRole("button", { name: "Send later" }).click();
  await tab.page.locator(".unsent-note").getByText("Waiting to send").waitFor();
  await tab.page.locator(".message.user.unsent").getByText("Are you there?")
    .waitFor();
  assert.equal(await field(tab.page).inputValue(), "");

  // A page that cannot be loaded keeps its storage: this stands for closing it and coming back.
  const address = tab.page.url();
  await tab.page.goto("about:blank");
  await using _again = await startParley({
    ollama: fake.address,
    env: { PORT: port },
  });
  await tab.page.goto(address);
  await answered(tab.page, "Hello from the fake.");
  assert.equal(await tab.page.locator(".message.user").count(), 1);
  assert.equal(await tab.page.locator(".unsent").count(), 0);
  assert.equal(
    fake.requests.filter(({ path }) => path === "/api/chat").length,
    1,
  );
});

Deno.test("a message that waits can be copied, put back into the field, and discarded", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin, { expected: CUT });
  const { page } = tab;
  await connected(page);
  await parley[Symbol.asyncDispose]();
  await page.locator(".status.red").waitFor();
  const waiting = page.locator(".message.user.unsent");
  const acts = page.getByRole("group", { name: "Your message" });
  const later = async (message: string) => {
    await field(page).fill(message);
    await page.getByRole("button", { name: "Send later" }).click();
    await waiting.getByText(message).waitFor();
  };
  await later("Are you their?");
  assert.equal(await acts.evaluate((one) => getComputedStyle(one).opacity), "1", "they are seen");
  await acts.getByRole("button", { name: "Copy message" }).waitFor();
  assert.ok(await leastContrast(page) >= 4.5, "it is easy to read");

  await acts.getByRole("button", { name: "Edit message" }).click();
  await waiting.waitFor({ state: "detached" });
  assert.equal(await field(page).inputValue(), "Are you their?");
  await page.waitForFunction(() => document.activeElement?.id === "message");

  await later("Are you there?");
  await acts.getByRole("button", { name: "Discard message" }).click();
  await waiting.waitFor({ state: "detached" });
  assert.equal(await field(page).inputValue(), "");
  const kept = await page.evaluate(() => Object.keys(localStorage).join());
  assert.doesNotMatch(kept, /outbox/);
});

/** Of white words on a message that waits, over all that is behind them. */
function leastContrast(page: Page): Promise<number> {
  return page.locator(".message.user.unsent").evaluate((message) => {
    const { opacity, filter, backgroundImage } = getComputedStyle(message);
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    const colours = backgroundImage.match(/rgb\([^)]+\)/g) ?? [];
    if (!pen || opacity !== "1" || colours.length < 2) return 0;
    return Math.min(...colours.map((colour) => {
      pen.filter = filter;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((part) =>
        part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4
      );
      return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
    }));
  });
}

Deno.test("several messages that waited go out in their order", async () => {
  await using fake = await startFakeOllama({
    answers: [["First."], ["Second."], ["Third."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using proxy = await startTcpProxy({ to: parley.port });
  await using tab = await open(`http://127.0.0.1:${proxy.port}`, {
    expected: CUT,
  });
  await connected(tab.page);
  proxy.stall();
  for (const message of ["One", "Two", "Three"]) await ask(tab.page, message);
  assert.equal(await tab.page.locator(".message.user.unsent").count(), 3);
  proxy.cut();
  await answered(tab.page, "Third.");
  const asked = await tab.page.locator(".message.user").allInnerTexts();
  assert.deepEqual(asked, ["One", "Two", "Three"]);
  const answers = await tab.page.locator(".message.ai").allInnerTexts();
  assert.deepEqual(answers, ["First.", "Second.", "Third."]);
});

Deno.test("fault 36: the page works, and warns, where the browser keeps nothing", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await tab.page.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("forbidden", "SecurityError");
      },
    });
  });
  await tab.page.goto("about:blank");
  await tab.page.goto(parley.origin);
  await connected(tab.page);
  await tab.page.locator(".message.system").getByText(
    "does not let the page keep anything",
  )
    .waitFor();
  await ask(tab.page, "Still there?");
  await answered(tab.page, "Hello from the fake.");
});
