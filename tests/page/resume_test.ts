/** The page is reloaded, cut off, opened twice; the server is restarted. Nothing is lost. */
import assert from "node:assert/strict";
import { createMemoryJournal } from "../../server/journal/memory.ts";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import type { Step } from "../support/fake_script.ts";
import { answered, ask, connected } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const open = sharedBrowser();
const CUT = [/WebSocket connection/, /ERR_/];

Deno.test("fault 14: a reload while an answer streams shows the text so far and goes on", async () => {
  const go = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [["Once upon", { hold: go.promise }, " a time."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Tell me a story");
  await tab.page.locator(".message.ai .text").getByText("Once upon").waitFor();
  await tab.page.reload();
  await tab.page.locator(".message.ai[aria-busy=true] .text").getByText("Once upon").waitFor();
  go.resolve();
  await answered(tab.page, "Once upon a time.");
  assert.equal(await tab.page.locator(".message").count(), 2);
  assert.equal(fake.requests.filter(({ path }) => path === "/api/chat").length, 1);
});

Deno.test("fault 18: a line cut in the middle of an answer leaves no gap and no repeat", async () => {
  const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
  const words = gates.map((_, at) => `word${at} `);
  const steps: Step[] = gates.flatMap(({ promise }, at) => [words[at], { hold: promise }]);
  await using fake = await startFakeOllama({ answers: [steps] });
  await using parley = await startParley({ ollama: fake.address });
  await using proxy = await startTcpProxy({ to: parley.port });
  await using tab = await open(`http://127.0.0.1:${proxy.port}`, { expected: CUT });
  await connected(tab.page);
  await ask(tab.page, "Count");
  const text = tab.page.locator(".message.ai .text");
  for (const [at, gate] of gates.entries()) {
    await text.getByText(words.slice(0, at + 1).join("").trim(), { exact: true }).waitFor();
    if (at % 2 === 0) proxy.cut();
    gate.resolve();
  }
  await answered(tab.page, words.join("").trim());
});

Deno.test("fault 21: two tabs of one conversation show the same", async () => {
  await using fake = await startFakeOllama({ answers: [["First."], ["Second."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using one = await open(parley.origin);
  await connected(one.page);
  await using two = await open(one.page.url());
  await connected(two.page);
  await ask(one.page, "From the one");
  await answered(two.page, "First.");
  await ask(two.page, "From the other");
  await answered(one.page, "Second.");
  const texts = (tab: typeof one) => tab.page.locator(".message").allInnerTexts();
  assert.deepEqual(await texts(one), await texts(two));
});

Deno.test("fault 26: the page goes on after the server was restarted", async () => {
  await using journal = createMemoryJournal();
  await using fake = await startFakeOllama();
  await using first = await startParley({ ollama: fake.address, journal });
  const port = String(first.port);
  await using tab = await open(first.origin, { expected: CUT });
  await connected(tab.page);
  await ask(tab.page, "Before");
  await answered(tab.page, "Hello from the fake.");
  await first[Symbol.asyncDispose]();
  await tab.page.locator(".status.red").waitFor();
  await using _second = await startParley({ ollama: fake.address, journal, env: { PORT: port } });
  await connected(tab.page);
  await tab.page.locator(".message.user").getByText("Before").waitFor();
  await ask(tab.page, "After");
  await tab.page.locator(".message.ai:not([aria-busy=true])").nth(1).waitFor();
  assert.equal(await tab.page.locator(".message.user").count(), 2);
});

Deno.test("fault 31: a journal that was put back makes the page show what is in it", async () => {
  await using fake = await startFakeOllama();
  await using first = await startParley({ ollama: fake.address });
  await using tab = await open(first.origin, { expected: CUT });
  await connected(tab.page);
  await ask(tab.page, "Forgotten");
  await answered(tab.page, "Hello from the fake.");
  await first[Symbol.asyncDispose]();
  await tab.page.locator(".status.red").waitFor();
  await using _second = await startParley({
    ollama: fake.address,
    env: { PORT: String(first.port) },
  });
  await connected(tab.page);
  await tab.page.getByRole("heading", { name: "What would you like to know?" }).waitFor();
  assert.equal(await tab.page.locator(".message.user").count(), 0);
});

Deno.test("the newest chat is shown again when the page is opened without an address", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Remember me");
  await answered(tab.page, "Hello from the fake.");
  await tab.page.goto("about:blank");
  await tab.page.goto(parley.origin);
  await answered(tab.page, "Hello from the fake.");
});

Deno.test("New chat begins an empty one, and Back leads to the former", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Remember me");
  await answered(tab.page, "Hello from the fake.");
  await tab.page.getByRole("button", { name: "New chat" }).click();
  await tab.page.getByRole("heading", { name: "What would you like to know?" }).waitFor();
  await tab.page.goBack();
  await answered(tab.page, "Hello from the fake.");
});
