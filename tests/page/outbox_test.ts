/** What is written while the line is away, or where nothing can be kept. */
import assert from "node:assert/strict";
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
