/** Waiting tells the truth: what an answer is doing, for how long, and when nothing comes. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { reply } from "../support/fake_routes.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const open = sharedBrowser();

Deno.test("loading, reading, thinking and writing are told apart, each with its seconds", async () => {
  const [thinks, writes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await using fake = await startFakeOllama({
    answers: [{
      steps: [{ hold: thinks.promise }, { thinking: "Hm." }, { hold: writes.promise }, "Well"],
      end: "open",
    }],
    routes: { "/api/ps": reply({ models: [] }) },
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  const doing = tab.page.locator(".doing");
  const says = async (words: string) => {
    await doing.getByText(words).waitFor();
    await doing.getByText(/^0:0[1-9]$/).waitFor();
  };
  await ask(tab.page, "Hello");
  await says("Loading the model");
  delete fake.routes["/api/ps"];
  await says("Reading your message");
  thinks.resolve();
  await says("Thinking");
  writes.resolve();
  await says("Writing");
});

Deno.test("fault 10: 30 seconds without a token are said, and no longer when one comes", async () => {
  const go = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Once", { hold: go.promise }, " upon"], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  const { clock } = tab.page;
  // The page asks for a sign of life in between, and has to get it before its time goes on.
  const pongs: (() => void)[] = [];
  tab.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes('"pong"')) pongs.shift()?.();
    }));
  await clock.install();
  await tab.page.reload();
  await connected(tab.page);
  await ask(tab.page, "A story");
  const answer = tab.page.locator(".message.ai");
  await answer.getByText("Once").waitFor();
  const { promise: alive, resolve } = Promise.withResolvers<void>();
  pongs.push(resolve);
  await clock.fastForward(21_000);
  await alive;
  assert.equal(await answer.getByText("No token for").count(), 0);
  await clock.fastForward(10_000);
  await answer.getByText("No token for 30 s").waitFor();
  go.resolve();
  await answer.getByText("Once upon").waitFor();
  await answer.getByText("No token for 30 s").waitFor({ state: "detached" });
});

Deno.test("an answer says that there is no line, and when it was heard last, and does not count on", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["Once"], end: "open" }] });
  await using parley = await startParley({ ollama: fake.address });
  let isUp = true;
  await using proxy = await startTcpProxy({ to: () => isUp ? parley.port : 1 });
  await using tab = await open(`http://127.0.0.1:${proxy.port}`, {
    expected: [/WebSocket connection/, /ERR_/],
  });
  await connected(tab.page);
  await ask(tab.page, "A story");
  const answer = tab.page.locator(".message.ai");
  await answer.getByText("Writing").waitFor();
  isUp = false;
  proxy.cut();
  await answer.getByText(/^Not connected, last heard at \d+:\d\d:\d\d/).waitFor();
  assert.equal(await answer.locator(".dots, .elapsed").count(), 0);
  await tab.page.keyboard.press("Escape");
  const notice = tab.page.locator(".message.system");
  await notice.getByText("This is stopped when the line is back.").waitFor();
  isUp = true;
  await tab.page.getByRole("button", { name: "Connect now" }).click();
  await answer.getByText("You stopped this answer.").waitFor();
  assert.equal(await notice.count(), 0);
});

Deno.test("nothing that is read moves when a long answer ends", async () => {
  const go = Promise.withResolvers<void>();
  const words = Array.from({ length: 80 }, (_, at) => `Paragraph ${at}, with **words**.\n\n`);
  await using fake = await startFakeOllama({ answers: [[...words, { hold: go.promise }, "End."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "At length");
  const read = tab.page.locator(".message.ai p").getByText("Paragraph 40,");
  // What reads Markdown is loaded with the first answer; its words have been drawn anew by now.
  await tab.page.locator(".message.ai strong").nth(79).waitFor();
  await read.scrollIntoViewIfNeeded();
  await tab.page.getByRole("button", { name: "Newest" }).waitFor();
  const before = await read.boundingBox();
  go.resolve();
  await answered(tab.page, "End.");
  assert.deepEqual(await read.boundingBox(), before);
});
