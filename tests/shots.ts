/** Takes the pictures of the README: `deno task shots`. With OLLAMA_BIN set a real model answers. */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { launchChromium } from "./support/chromium.ts";
import { connected, field, PHONE, sendButton } from "./support/page_steps.ts";
import { startParley } from "./support/parley.ts";
import { MODEL, startRealOllama } from "./support/real_ollama.ts";

const FOLDER = new URL("../docs/shots/", import.meta.url);

/** What a real model is asked for; the answer may be as long as it likes. */
const QUESTION = "What is Python?";

await Deno.mkdir(FOLDER, { recursive: true });
await using browser = disposable(await launchChromium());

{
  await using parley = await startParley({ env: { DEMO: "1" } });
  await shoot(
    "demo-phone-dark",
    parley.origin,
    { ...PHONE, colorScheme: "dark" },
    "Show me a table.",
  );
}
if (Deno.env.has("OLLAMA_BIN")) {
  await using ollama = await startRealOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: MODEL, NUM_PREDICT: "120" },
  });
  await shoot("real-answer", parley.origin, { viewport: { width: 1180, height: 760 } }, QUESTION);
}

async function shoot(
  name: string,
  origin: string,
  options: BrowserContextOptions,
  question: string,
) {
  await using context = disposable(await browser.it.newContext(options));
  const page = await context.it.newPage();
  await page.goto(origin);
  await connected(page);
  await field(page).fill(question);
  await sendButton(page).click();
  await page.locator(".message.ai:not([aria-busy=true])").waitFor({ timeout: 120_000 });
  await page.screenshot({ path: decodeURIComponent(new URL(`${name}.png`, FOLDER).pathname) });
  console.log(`docs/shots/${name}.png`);
}

function disposable<T extends Pick<Browser, "close">>(it: T) {
  return { it, [Symbol.asyncDispose]: () => it.close() };
}
