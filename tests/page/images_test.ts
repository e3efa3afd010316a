/** Images that go along with a message, for models that see. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { reply } from "../support/fake_routes.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, connected, field, PHONE, sendButton } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

const SEES = {
  "/api/show": reply({
    model_info: { "general.architecture": "gemma3", "gemma3.context_length": 32768 },
    capabilities: ["completion", "vision"],
  }),
};

/** An image of that many pixels, as a browser draws one. */
async function drawn(page: Page, width: number, height: number): Promise<Uint8Array> {
  const base64 = await page.evaluate(async ([width, height]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (context) context.fillStyle = "teal";
    context?.fillRect(0, 0, width, height);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }, [width, height]);
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

async function choose(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await chooser).setFiles({ name, mimeType: "image/png", buffer: Buffer.from(bytes) });
}

for (const [place, options] of Object.entries({ "on a desk": {}, "on a phone": PHONE })) {
  Deno.test(`an image is scaled, goes along with the question, and is shown in it, ${place}`, async () => {
    await using fake = await startFakeOllama({ routes: SEES });
    await using parley = await startParley({ ollama: fake.address });
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    await choose(tab.page, "wide.png", await drawn(tab.page, 3136, 100));
    const item = tab.page.getByRole("list", { name: "Files that go along" }).getByRole("listitem");
    await item.getByText("wide.png").waitFor();
    await item.locator("img").waitFor();
    await field(tab.page).fill("What is this?");
    await sendButton(tab.page).click();
    await answered(tab.page, "Hello from the fake.");
    const request = await fake.nextRequest("/api/chat");
    const { messages } = request.body as { messages: { images?: string[] }[] };
    assert.equal(messages.at(-1)?.images?.length, 1);
    const image = tab.page.getByRole("img", { name: "Image 1 of this message" });
    await image.waitFor();
    await tab.page.waitForFunction(() => {
      const image = document.querySelector(".images img");
      return image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0;
    });
    const [width, height] = await image.evaluate((one: HTMLImageElement) => [
      one.naturalWidth,
      one.naturalHeight,
    ]);
    assert.deepEqual([width, height], [1568, 50]);
    await tab.page.reload();
    await image.waitFor();
  });
}

Deno.test("an image alone is a question, and an edit of it keeps the image", async () => {
  await using fake = await startFakeOllama({ routes: SEES, answers: [["A cat."], ["A dog."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await choose(tab.page, "cat.png", await drawn(tab.page, 20, 20));
  await tab.page.getByRole("button", { name: "Remove cat.png" }).waitFor();
  await field(tab.page).press("Enter");
  await answered(tab.page, "A cat.");
  await field(tab.page).press("ArrowUp");
  await tab.page.getByLabel("Edited message").fill("Look again.");
  await tab.page.keyboard.press("Enter");
  await answered(tab.page, "A dog.");
  const image = tab.page.getByRole("img", { name: "Image 1 of this message" });
  await image.waitFor();
  await field(tab.page).press("ArrowUp");
  const along = tab.page.getByRole("list", { name: "Files that go along with the edit" });
  await along.locator("img").waitFor();
  await along.getByRole("button", { name: "Remove image 1" }).click();
  await tab.page.getByLabel("Edited message").fill("Look away.");
  await tab.page.getByLabel("Edited message").press("Enter");
  await tab.page.locator(".message.user").getByText("Look away.").waitFor();
  assert.equal(await image.count(), 0, "it was left out");
});

Deno.test("an image that cannot be read is said, and nothing goes along", async () => {
  await using fake = await startFakeOllama({ routes: SEES });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await choose(tab.page, "broken.png", new Uint8Array([1, 2, 3]));
  await tab.page.getByText("broken.png cannot be read as an image.").waitFor();
  assert.equal(await tab.page.getByRole("list", { name: "Files that go along" }).count(), 0);
});

Deno.test("an image for a model that does not see is said before anything is sent", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await choose(tab.page, "cat.png", await drawn(tab.page, 20, 20));
  await tab.page.getByText("cat.png is an image, and gemma:2b does not see.").waitFor();
  assert.equal(await tab.page.getByRole("list", { name: "Files that go along" }).count(), 0);
});
