/** A sent message that is written anew: begun by a key, kept like a draft, refused in its place. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

const edited = (page: Page) => page.getByLabel("Edited message");
const focusOf = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

Deno.test("arrow up in an empty field edits the last message, and Esc gives the field back", async () => {
  await using fake = await startFakeOllama({ answers: [["Four."], ["Five."], ["Six."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Two and two?");
  await answered(tab.page, "Four.");
  await ask(tab.page, "And one more?");
  await answered(tab.page, "Five.");

  await field(tab.page).fill("x");
  await field(tab.page).press("ArrowUp");
  assert.equal(await edited(tab.page).count(), 0, "a field with words keeps its arrows");
  await field(tab.page).fill("");
  await field(tab.page).press("ArrowUp");
  await edited(tab.page).waitFor();
  assert.equal(await edited(tab.page).inputValue(), "And one more?");
  assert.equal(await focusOf(tab.page), "Edited message");
  await tab.page.keyboard.press("Escape");
  await edited(tab.page).waitFor({ state: "detached" });
  assert.equal(await focusOf(tab.page), "Edit message");

  await field(tab.page).press("ArrowUp");
  await edited(tab.page).and(tab.page.locator(":focus")).waitFor();
  await tab.page.keyboard.type(" Or two?");
  await tab.page.keyboard.press("Enter");
  await answered(tab.page, "Six.");
  await tab.page.locator(".message.user").getByText("And one more? Or two?").waitFor();
  assert.equal(await focusOf(tab.page), "Message");
});

Deno.test("what is being made of a message is kept through another conversation and a reload", async () => {
  await using parley = await startParley();
  const id = await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`);
  await answered(tab.page, "Steep it.");
  await field(tab.page).press("ArrowUp");
  await edited(tab.page).fill("About green tea");
  await tab.page.getByRole("button", { name: "New chat" }).click();
  await tab.page.locator(".empty h2").waitFor();
  assert.equal(await edited(tab.page).count(), 0);
  await tab.page.getByRole("link", { name: "About tea" }).click();
  await edited(tab.page).waitFor();
  assert.equal(await edited(tab.page).inputValue(), "About green tea");
  assert.equal(await focusOf(tab.page), "Message", "it takes the focus from nobody");
  await tab.page.reload();
  await edited(tab.page).waitFor();
  assert.equal(await edited(tab.page).inputValue(), "About green tea");
  await tab.page.getByRole("button", { name: "Cancel" }).click();
  await tab.page.reload();
  await answered(tab.page, "Steep it.");
  assert.equal(await edited(tab.page).count(), 0, "cancelled is cancelled");
});

Deno.test("an edit that is refused keeps its text and its place", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({
    ollama: fake.address,
    env: { MAX_MESSAGE_CHARS: "1000" },
  });
  const id = await storeTalk(parley.journal, [["First", "One."], ["Second", "Two."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`);
  await answered(tab.page, "Two.");
  await connected(tab.page);
  await tab.page.getByRole("button", { name: "Edit message" }).first().click();
  await edited(tab.page).fill("First, but better");
  const sent = tab.page.locator(".message.user").getByText("First, but better");
  await tab.page.evaluate(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) {
      send.call(this, String(text).replace("First, but better", "x".repeat(1001)));
    };
  });
  await edited(tab.page).press("Enter");
  const card = tab.page.getByRole("group", { name: "Error" });
  await card.getByText("This was not sent").waitFor();
  await sent.waitFor();
  const order = await tab.page.locator(".message.user, .message.error").allInnerTexts();
  assert.deepEqual(order.map((text) => text.split("\n")[0]), [
    "First",
    "First, but better",
    "This was not sent",
    "Second",
  ]);
  await card.getByRole("button", { name: "Edit" }).click();
  await edited(tab.page).waitFor();
  assert.equal(await edited(tab.page).inputValue(), "First, but better");
  assert.equal(await focusOf(tab.page), "Edited message");
  assert.equal(await field(tab.page).inputValue(), "");
  const above = await tab.page.locator(".thread > *").evaluateAll((all) =>
    all.findIndex((one) => one.matches(".edit")) <
      all.findIndex((one) => one.textContent?.includes("One."))
  );
  assert.ok(above, "it stands where the first message stood");
});

Deno.test("an edit holds one's own words; quoted files stand beside them and can be left out", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  const quoted = (name: string) => `File: ${name} (8 bytes)\n\`\`\`txt\nSteep it\n\`\`\``;
  const message = ["What is this?", quoted("one.txt"), quoted("two.txt")].join("\n\n");
  const id = await storeTalk(parley.journal, [[message, "Tea."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`);
  const { page } = tab;
  await answered(page, "Tea.");
  await connected(page);
  await page.getByRole("navigation").getByRole("link", { name: "What is this?", exact: true })
    .waitFor();
  await field(page).press("ArrowUp");
  await edited(page).and(page.locator(":focus")).waitFor();
  assert.equal(await edited(page).inputValue(), "What is this?");
  const along = page.getByRole("list", { name: "Files that go along with the edit" });
  assert.deepEqual(await along.locator(".name").allInnerTexts(), ["one.txt", "two.txt"]);
  await page.keyboard.type(" Say it. ");
  assert.equal(await edited(page).inputValue(), "What is this? Say it. ", "blanks can be typed");
  await page.reload();
  await along.getByRole("button", { name: "Remove one.txt" }).click();
  await along.getByText("one.txt").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement !== document.body);
  await connected(page);
  await edited(page).press("Enter");
  await answered(page, "Hello from the fake.");
  const request = await fake.nextRequest("/api/chat");
  const { messages } = request.body as { messages: { content: string }[] };
  assert.equal(messages.at(-1)?.content, `What is this? Say it.\n\n${quoted("two.txt")}`);
});
