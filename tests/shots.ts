/** Takes the pictures of docs/shots/: `deno task shots`. With OLLAMA_BIN set a real model answers. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./support/chromium.ts";
import { connected, field, PHONE, sendButton } from "./support/page_steps.ts";
import { startParley } from "./support/parley.ts";
import { MODEL, startRealOllama } from "./support/real_ollama.ts";
import { SCENES, stage } from "./support/scenes.ts";

const FOLDER = new URL("../docs/shots/", import.meta.url);
const DESK = { viewport: { width: 1180, height: 760 } };

/** What a real model is asked for; the answer may be as long as it likes. */
const QUESTION = "What is Python?";

await Deno.mkdir(FOLDER, { recursive: true });
await using browser = disposable(await launchChromium());

for (const [name, scene] of Object.entries(SCENES)) {
  await withPage({ ...DESK, ...scene.options }, async (page) => {
    await stage(scene, page, { onReady: () => shoot(name, page) });
  });
}
{
  await using parley = await startParley({ env: { DEMO: "1" } });
  await withPage({ ...PHONE, colorScheme: "dark" }, async (page) => {
    await answer(page, parley.origin, "Show me a table.");
    await shoot("demo-phone-dark", page);
  });
}
if (Deno.env.has("OLLAMA_BIN")) {
  await using ollama = await startRealOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: MODEL, NUM_PREDICT: "120" },
  });
  await withPage(DESK, async (page) => {
    await answer(page, parley.origin, QUESTION);
    await shoot("real-answer", page);
  });
}

async function withPage(options: BrowserContextOptions, act: (page: Page) => Promise<void>) {
  await using context = disposable(await browser.it.newContext(options));
  await act(await context.it.newPage());
}

async function answer(page: Page, origin: string, question: string) {
  await page.goto(origin);
  await connected(page);
  await field(page).fill(question);
  await sendButton(page).click();
  await page.locator(".message.ai:not([aria-busy=true])").waitFor({ timeout: 120_000 });
}

async function shoot(name: string, page: Page) {
  await page.screenshot({ path: decodeURIComponent(new URL(`${name}.png`, FOLDER).pathname) });
  console.log(`docs/shots/${name}.png`);
}

function disposable<T extends Pick<Browser, "close">>(it: T) {
  return { it, [Symbol.asyncDispose]: () => it.close() };
}
