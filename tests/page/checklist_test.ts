/** The ten lines of the reference's "Flow Verification Checklist", each on a real page. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import {
  answered,
  ask,
  connected,
  distanceFromEnd,
  field,
  models,
  sendButton,
} from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const open = sharedBrowser();

Deno.test("checklist 1: WebSocket connection established, the dot is green", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  assert.equal(await tab.page.locator(".status").innerText(), "Connected");
  const colour = await tab.page.locator(".status .dot").evaluate((dot) =>
    getComputedStyle(dot).backgroundColor
  );
  const [red, green, blue] = colour.match(/\d+/g)?.map(Number) ?? [];
  assert.ok(green > red && green > blue, `${colour} is green`);
});

Deno.test("checklist 2: the model dropdown is populated", async () => {
  await using fake = await startFakeOllama({
    models: ["gemma:2b", "llama3.2:1b"],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  const options = models(tab.page).locator("option");
  await options.filter({ hasText: "gemma:2b (1.7 GB)" }).waitFor({
    state: "attached",
  });
  const names = await options.evaluateAll((all) => all.map((one) => one.getAttribute("value")));
  assert.deepEqual(names.sort(), [
    "gemma:2b",
    "llama3.2:1b",
    "phi3",
    "qwen2.5:1.5b",
  ]);
  const titles = await options.evaluateAll((all) => all.map((one) => one.getAttribute("title")));
  assert.ok(
    titles.every((title) => title),
    "each has its description as a title",
  );
  assert.equal(await models(tab.page).inputValue(), "gemma:2b");
});

Deno.test("checklist 3: the Send button is enabled once connected", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  assert.equal(await sendButton(tab.page).isEnabled(), true);
});

Deno.test("checklist 4: the user's message is displayed on the right", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "What is Python?");
  await answered(tab.page, "Hello from the fake.");
  const message = tab.page.locator(".message.user");
  assert.equal(await message.innerText(), "What is Python?");
  const [box, list] = [
    await message.boundingBox(),
    await tab.page.locator(".thread").boundingBox(),
  ];
  assert.ok(
    box && list && box.x > list.x + list.width / 2,
    "it begins right of the middle",
  );
  assert.match(
    await message.evaluate((one) => getComputedStyle(one).backgroundImage),
    /gradient/,
  );
  assert.equal(await field(tab.page).inputValue(), "", "the field is cleared");
  assert.equal(
    await field(tab.page).evaluate((one) => one === document.activeElement),
    true,
  );
});

Deno.test("checklist 5: the typing indicator appears, and goes when the answer begins", async () => {
  const begin = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [[{ hold: begin.promise }, "Well, "]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "What is Python?");
  const typing = tab.page.locator(".message.typing");
  await typing.waitFor();
  assert.equal(
    await typing.evaluate((one) => getComputedStyle(one).fontStyle),
    "italic",
  );
  begin.resolve();
  await answered(tab.page, "Well,");
  assert.equal(await typing.count(), 0);
});

Deno.test("checklist 6: the AI response is displayed on the left", async () => {
  await using fake = await startFakeOllama({ answers: [["A ", "language."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "What is Python?");
  await answered(tab.page, "A language.");
  const message = tab.page.locator(".message.ai");
  const [box, list] = [
    await message.boundingBox(),
    await tab.page.locator(".thread").boundingBox(),
  ];
  assert.ok(box && list && box.x < list.x + 40, "it begins at the left edge");
  assert.notEqual(
    await message.evaluate((one) => getComputedStyle(one).borderTopWidth),
    "0px",
  );
});

Deno.test("checklist 7: the list scrolls to the newest message", async () => {
  const lines = Array.from({ length: 80 }, (_, line) => `Line ${line}.\n`);
  await using fake = await startFakeOllama({ answers: [lines] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Count");
  await answered(tab.page, "Line 79.");
  assert.ok(await distanceFromEnd(tab.page) < 2);
});

Deno.test("checklist 8: switching models works", async () => {
  await using fake = await startFakeOllama({
    models: ["gemma:2b", "llama3.2:1b"],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await models(tab.page).selectOption("llama3.2:1b");
  await tab.page.locator(".message.system").filter({ hasText: "llama3.2:1b" })
    .waitFor();
  await ask(tab.page, "Who are you?");
  await answered(tab.page, "Hello from the fake.");
  const { body } = await fake.nextRequest("/api/chat");
  assert.equal(Object(body).model, "llama3.2:1b");
});

Deno.test("checklist 9: errors are displayed as messages", async () => {
  await using parley = await startParley({ ollama: "http://127.0.0.1:9" });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "What is Python?");
  const message = tab.page.locator(".message.error");
  await message.waitFor();
  assert.match(
    await message.innerText(),
    /127\.0\.0\.1:9/,
    "it says where Ollama was looked for",
  );
  await message.getByRole("button", { name: "Retry" }).waitFor();
  await tab.page.locator(".message.user").filter({ hasText: "What is Python?" })
    .waitFor();
});

Deno.test("checklist 10: reconnection works after the line is cut", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using proxy = await startTcpProxy({ to: parley.port });
  await using tab = await open(`http://127.0.0.1:${proxy.port}`, {
    expected: [/WebSocket connection/, /ERR_/],
  });
  await connected(tab.page);
  await ask(tab.page, "Before");
  await answered(tab.page, "Hello from the fake.");
  proxy.cut();
  await tab.page.locator(".status:not(.green)").waitFor();
  await connected(tab.page);
  await ask(tab.page, "After");
  await tab.page.locator(".message.ai:not([aria-busy=true])").nth(1).waitFor();
  assert.equal(await tab.page.locator(".message.user").count(), 2);
});
