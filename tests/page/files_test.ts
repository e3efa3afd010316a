/** Files that go along with a message: chosen, dropped or pasted, and quoted. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, connected, field, PHONE, sendButton } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

const CODE = 'print("hello")\n';
const attached = (page: Page) => page.getByRole("list", { name: "Files that go along" });
const focusOf = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

/** Chooses files as a person does who presses the button. */
async function choose(page: Page, files: { name: string; buffer: Uint8Array }[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await chooser).setFiles(
    files.map(({ name, buffer }) => ({
      name,
      mimeType: "application/octet-stream",
      buffer: Buffer.from(buffer),
    })),
  );
}

const bytes = (text: string) => new TextEncoder().encode(text);

for (const [place, options] of Object.entries({ "on a desk": {}, "on a phone": PHONE })) {
  Deno.test(`a file that is chosen shows its name, size and tokens, and goes along quoted, ${place}`, async () => {
    await using fake = await startFakeOllama();
    await using parley = await startParley({ ollama: fake.address });
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    await choose(tab.page, [{ name: "hello.py", buffer: bytes(CODE) }]);
    const item = attached(tab.page).getByRole("listitem");
    await item.getByText("hello.py").waitFor();
    await item.getByText("15 bytes · about 4 tokens").waitFor();
    await field(tab.page).fill("What does this do?");
    await sendButton(tab.page).click();
    await answered(tab.page, "Hello from the fake.");
    const request = await fake.nextRequest("/api/chat");
    const { messages } = request.body as { messages: { content: string }[] };
    assert.equal(
      messages.at(-1)?.content,
      'What does this do?\n\nFile: hello.py (15 bytes)\n```py\nprint("hello")\n```',
    );
    assert.equal(await attached(tab.page).count(), 0);
    const message = tab.page.locator(".message.user");
    await message.getByText("What does this do?").waitFor();
    const code = message.getByText('print("hello")');
    assert.equal(await code.isVisible(), false, "it is folded");
    await message.locator("summary").click();
    await code.waitFor();
  });
}

Deno.test("a file can be dropped or pasted, taken away again, and is kept through a reload", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await tab.page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("/drop.js"))
  );
  await tab.page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await tab.page.evaluate((code) => {
    const data = new DataTransfer();
    data.items.add(new File([code], "dropped.py"));
    const event = (name: string) =>
      new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event("dragover"));
    if (document.body.dispatchEvent(event("drop"))) throw new Error("The browser would leave");
  }, CODE);
  await attached(tab.page).getByText("dropped.py").waitFor();
  assert.equal(await tab.page.locator(".dropping").count(), 0);
  await field(tab.page).evaluate((field, code) => {
    const data = new DataTransfer();
    data.items.add(new File([code], "pasted.py"));
    field.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, CODE);
  await attached(tab.page).getByText("pasted.py").waitFor();
  await tab.page.getByRole("button", { name: "Remove dropped.py" }).press("Enter");
  await attached(tab.page).getByText("dropped.py").waitFor({ state: "detached" });
  await tab.page.waitForFunction(() => document.activeElement !== document.body);
  await tab.page.reload();
  await connected(tab.page);
  await attached(tab.page).getByText("pasted.py").waitFor();
  await tab.page.getByRole("button", { name: "New chat" }).click();
  await attached(tab.page).waitFor({ state: "detached" });
});

Deno.test("what is too long with its files is said before sending, with both numbers", async () => {
  await using parley = await startParley({ env: { MAX_MESSAGE_CHARS: "1000" } });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await choose(tab.page, [{ name: "long.txt", buffer: bytes("x".repeat(1500)) }]);
  await tab.page.getByText(/This message has 1,5\d\d characters; at most 1,000 can be sent\./)
    .waitFor();
  assert.equal(await sendButton(tab.page).isDisabled(), true);
  await tab.page.getByRole("button", { name: "Remove long.txt" }).click();
  await choose(tab.page, [{ name: "huge.txt", buffer: bytes("x".repeat(9000)) }]);
  await tab.page.getByText("huge.txt has 9,000 bytes; at most 1,000 characters can be sent.")
    .waitFor();
  assert.equal(await attached(tab.page).count(), 0);
  assert.equal(await focusOf(tab.page), "Message");
});

Deno.test("a file that is no text is not quoted, and the others are", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await choose(tab.page, [
    { name: "program", buffer: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff]) },
    { name: "good.txt", buffer: bytes("Grüße\r\n") },
    { name: "old.txt", buffer: new Uint8Array([0xff, 0xfe, 0x48, 0, 0x69, 0]) },
  ]);
  await tab.page.getByText("program is no text, so it cannot be quoted.").waitFor();
  assert.deepEqual(await attached(tab.page).locator(".name").allInnerTexts(), [
    "good.txt",
    "old.txt",
  ]);
});
