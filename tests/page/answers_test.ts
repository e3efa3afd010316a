/** Answers as they grow, are stopped, fail, and are asked for again. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

Deno.test("an answer grows on the page while Ollama writes it", async () => {
  const [second, third] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
  ];
  const steps = ["One ", { hold: second.promise }, "two ", {
    hold: third.promise,
  }, "three."];
  await using fake = await startFakeOllama({ answers: [steps] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Count");
  const text = tab.page.locator(".message.ai .text");
  await text.getByText("One", { exact: true }).waitFor();
  second.resolve();
  await text.getByText("One two", { exact: true }).waitFor();
  assert.match(
    await tab.page.locator(".message.ai .foot").innerText(),
    /^Writing/,
  );
  third.resolve();
  await answered(tab.page, "One two three.");
  assert.equal(await tab.page.locator(".message.ai .foot").count(), 0);
});

Deno.test("a message stays the same element when the server has it", async () => {
  const begin = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [[{ hold: begin.promise }, "Well."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await tab.page.evaluate(() => {
    const seen = new Set<Node>();
    Object.assign(globalThis, { seen });
    new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (!(node instanceof Element)) continue;
        if (node.matches(".message.user")) seen.add(node);
        for (const one of node.querySelectorAll(".message.user")) seen.add(one);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  await ask(tab.page, "What is Python?");
  await tab.page.locator(".message.typing").waitFor();
  begin.resolve();
  await answered(tab.page, "Well.");
  assert.equal(
    await tab.page.evaluate(() => Reflect.get(globalThis, "seen").size),
    1,
  );
});

Deno.test("stop ends the answer, keeps its text and closes the line to Ollama", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Once upon"], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Tell me a story");
  await tab.page.locator(".message.ai .text").getByText("Once upon").waitFor();
  await tab.page.getByRole("button", { name: "Stop" }).click();
  await answered(tab.page, "You stopped this answer.");
  await answered(tab.page, "Once upon");
  const request = await fake.nextRequest("/api/chat");
  assert.equal(await request.outcome, "left");
  assert.equal(await tab.page.getByRole("button", { name: "Stop" }).count(), 0);
  assert.equal(
    await field(tab.page).evaluate((one) => one === document.activeElement),
    true,
  );
});

Deno.test("Esc stops the answer", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Once upon"], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Tell me a story");
  await tab.page.locator(".message.ai .text").getByText("Once upon").waitFor();
  await tab.page.keyboard.press("Escape");
  await answered(tab.page, "You stopped this answer.");
});

Deno.test("fault 3: a failed answer keeps its text, says why, and is asked for again by Retry", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Half an"], end: "cut" }, ["A whole answer."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Answer me");
  const failure = tab.page.locator(".message.error");
  await failure.getByText("The answer was interrupted").waitFor();
  await tab.page.locator(".message.ai").getByText("Half an").waitFor();
  await failure.getByRole("button", { name: "Retry" }).click();
  await answered(tab.page, "A whole answer.");
  assert.equal(await failure.count(), 0);
  assert.equal(await tab.page.locator(".message.user").count(), 1);
});

Deno.test("thoughts stand apart from the answer, folded", async () => {
  await using fake = await startFakeOllama({
    answers: [[{ thinking: "Let me see." }, "It is four."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Two and two?");
  await answered(tab.page, "It is four.");
  const thoughts = tab.page.getByText("Let me see.");
  assert.equal(await thoughts.isVisible(), false);
  await tab.page.locator(".thinking summary").press("Enter");
  await thoughts.waitFor();
});

Deno.test("fault 16: a waiting answer says what it waits for, its place in the queue too", async () => {
  const go = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [["First", { hold: go.promise }], ["Second."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "One");
  await tab.page.locator(".message.ai .text").getByText("First").waitFor();
  await ask(tab.page, "Two");
  const waiting = tab.page.locator(".message.typing");
  await waiting.getByText("Waiting in the queue, next in line").waitFor();
  await waiting.locator(".elapsed").waitFor();
  assert.match(await waiting.locator(".elapsed").innerText(), /^0:0\d$/);
  go.resolve();
  await answered(tab.page, "Second.");
});

Deno.test("an answer that waits in the queue can be called off", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["First"], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "One");
  await tab.page.locator(".message.ai .text").getByText("First").waitFor();
  await ask(tab.page, "Two");
  await tab.page.getByRole("button", { name: "Do not answer" }).click();
  await tab.page.locator(".message.ai").getByText("You stopped this before it began.").waitFor();
  await tab.page.locator(".message.ai[aria-busy=true]").getByText("First")
    .waitFor();
});

Deno.test("fault 7: a missing model is offered for download", async () => {
  await using fake = await startFakeOllama({ models: [] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Hello?");
  const failure = tab.page.locator(".message.error");
  await failure.getByText("The model is not installed").waitFor();
  await failure.getByRole("button", { name: "Download gemma:2b" }).waitFor();
});
