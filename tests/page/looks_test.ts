/** The reference's looks of the six kinds of message, as a browser draws them. */
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, download, models } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

/** Where a message begins and ends within its list, from 0 to 1, and its colours. */
async function lookOf(message: Locator) {
  const { style, colour, border } = await message.evaluate((one) => {
    const { fontStyle, backgroundColor, borderTopWidth } = getComputedStyle(one);
    return { style: fontStyle, colour: backgroundColor, border: borderTopWidth };
  });
  const [box, list] = [
    await message.boundingBox(),
    await message.locator("xpath=ancestor::*[contains(@class,'thread')]").boundingBox(),
  ];
  assert.ok(box && list);
  const left = box.x - list.x, right = list.x + list.width - box.x - box.width;
  const place = Math.abs(left - right) < 2 ? "centre" : left < right ? "left" : "right";
  return { place, style, border, colour: colour.match(/[\d.]+/g)?.map(Number) ?? [] };
}

Deno.test("notices are centred: yellow of the system, red of errors, blue while a model comes", async () => {
  await using fake = await startFakeOllama({
    models: ["gemma:2b", "llama3.2:1b"],
    answers: [{ status: 500, body: '{"error":"out of memory"}' }],
    pulls: [{ steps: [{ line: { status: "pulling manifest" } }], end: "open" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Hello");
  await tab.page.locator(".message.error").waitFor();
  await models(tab.page).selectOption("llama3.2:1b");
  await tab.page.locator(".message.system").waitFor();
  await download(tab.page, "phi3");
  await tab.page.locator(".message.loading").waitFor();
  for (
    const [kind, is] of [
      ["system", ([red, green, blue]: number[]) => red > blue && green > blue],
      ["error", ([red, green, blue]: number[]) => red > green && red > blue],
      ["loading", ([red, green, blue]: number[]) => blue > red && blue > green],
    ] as const
  ) {
    const { place, colour } = await lookOf(tab.page.locator(`.message.${kind}`));
    assert.equal(place, "centre", kind);
    assert.ok(is(colour), `${kind}: ${colour}`);
  }
});

Deno.test("markup in an answer is shown as text", async () => {
  const text = "<b>bold</b><img src=x onerror=alert(1)>";
  await using fake = await startFakeOllama({ answers: [[text]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, text);
  await answered(tab.page, text);
  assert.equal(await tab.page.locator(".message.user").innerText(), text);
  assert.equal(await tab.page.locator(".message :is(b, img)").count(), 0);
});

Deno.test("a conversation, its models and its answers take one WebSocket", async () => {
  await using fake = await startFakeOllama({ models: ["gemma:2b", "llama3.2:1b"] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  let sockets = 0;
  tab.page.on("websocket", () => sockets++);
  await tab.page.reload();
  await connected(tab.page);
  for (const question of ["One", "Two"]) await ask(tab.page, question);
  await tab.page.locator(".message.ai:not([aria-busy=true])").nth(1).waitFor();
  await tab.page.getByRole("button", { name: "New chat" }).click();
  await ask(tab.page, "Three");
  await answered(tab.page, "Hello from the fake.");
  assert.equal(sockets, 1);
});
