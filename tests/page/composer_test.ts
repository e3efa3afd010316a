/** The field: what each key does, what is too long, and what was being typed. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field, PHONE, sendButton } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

Deno.test("Enter sends, Shift+Enter makes a line, and an empty field does nothing", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await field(tab.page).press("Enter");
  await ask(tab.page, "  \n ");
  await sendButton(tab.page).click();
  assert.equal(await tab.page.locator(".message").count(), 0);
  await field(tab.page).fill("one");
  await field(tab.page).press("Shift+Enter");
  await field(tab.page).pressSequentially("two");
  await field(tab.page).press("Enter");
  await answered(tab.page, "Hello from the fake.");
  assert.equal(await tab.page.locator(".message.user").innerText(), "one\ntwo");
});

Deno.test("Enter that chooses a word of an input method does not send", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await field(tab.page).fill("にほん");
  await field(tab.page).evaluate((field) => {
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
      const event = new KeyboardEvent("keydown", {
        key: "Enter",
        bubbles: true,
        cancelable: true,
        ...how,
      });
      field.dispatchEvent(event);
      if (event.defaultPrevented) throw new Error("The page took the key for itself");
    }
  });
  assert.equal(await field(tab.page).inputValue(), "にほん");
  assert.equal(await tab.page.locator(".message").count(), 0);
});

Deno.test("Enter is a new line on a touch keyboard, and the button sends", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, PHONE);
  await connected(tab.page);
  await field(tab.page).fill("one");
  await field(tab.page).press("Enter");
  await field(tab.page).pressSequentially("two");
  assert.equal(await field(tab.page).inputValue(), "one\ntwo");
  await sendButton(tab.page).tap();
  await answered(tab.page, "Hello from the fake.");
  assert.equal(await tab.page.locator(".message.user").innerText(), "one\ntwo");
});

Deno.test("fault 38: too long a message is said before sending, with both numbers, and is kept", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({
    ollama: fake.address,
    env: { MAX_MESSAGE_CHARS: "1000" },
  });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "x".repeat(1001));
  await tab.page.getByText("This message has 1,001 characters; at most 1,000 can be sent.")
    .waitFor();
  assert.equal(await sendButton(tab.page).isDisabled(), true);
  assert.equal((await field(tab.page).inputValue()).length, 1001);
  assert.equal(await tab.page.locator(".message").count(), 0);
  await field(tab.page).press("Backspace");
  await field(tab.page).press("Enter");
  await answered(tab.page, "Hello from the fake.");
});

Deno.test("what was being typed is kept, for each conversation, through a reload", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Hello");
  await field(tab.page).fill("half a thought");
  await tab.page.getByRole("button", { name: "New chat" }).click();
  assert.equal(await field(tab.page).inputValue(), "");
  await field(tab.page).fill("another");
  await tab.page.reload();
  await connected(tab.page);
  assert.equal(await field(tab.page).inputValue(), "another");
  await tab.page.goBack();
  await answered(tab.page, "Hello from the fake.");
  assert.equal(await field(tab.page).inputValue(), "half a thought");
});

Deno.test("a prompt to try fills the field, ready to be sent", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  const prompts = tab.page.getByRole("list", { name: "Prompts to try" }).getByRole("button");
  assert.equal(await prompts.count(), 3);
  await prompts.first().click();
  assert.match(await field(tab.page).inputValue(), /bicycle/);
  await tab.page.keyboard.press("Enter");
  await answered(tab.page, "Hello from the fake.");
});

Deno.test("Stop gives the focus to the field, but does not raise a keyboard of glass", async () => {
  for (const [options, name] of [[{}, "Message"], [PHONE, "Conversation"]] as const) {
    await using fake = await startFakeOllama({ answers: [{ steps: ["Once upon"], end: "open" }] });
    await using parley = await startParley({ ollama: fake.address });
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    await field(tab.page).fill("A story");
    await sendButton(tab.page).click();
    await tab.page.locator(".message.ai").getByText("Once upon").waitFor();
    await tab.page.getByRole("button", { name: "Stop" }).click();
    await answered(tab.page, "You stopped this answer.");
    assert.equal(
      await tab.page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
      name,
    );
  }
});
