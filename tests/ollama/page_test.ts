/** The whole way, from a person's keys to a real model and back. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { ask, connected, models } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { MODEL, startRealOllama } from "../support/real_ollama.ts";

const open = sharedBrowser();

Deno.test("the page streams an answer of a real model", async () => {
  await using ollama = await startRealOllama();
  await using parley = await startParley({
    ollama: ollama.address,
    env: { OLLAMA_MODEL: MODEL, NUM_PREDICT: "60" },
  });
  await using tab = await open(parley.origin);
  const { page } = tab;
  await connected(page);
  assert.equal(await models(page).inputValue(), MODEL);
  await ask(page, "What is Python?");
  await page.locator(".message.typing").waitFor();
  // A small machine may take its time to load the model.
  const answer = page.locator(".message.ai");
  await answer.waitFor({ timeout: 60_000 });
  const lengths = [(await answer.innerText()).length];
  while (await answer.getAttribute("aria-busy") === "true") {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    lengths.push((await answer.innerText()).length);
  }
  assert.ok(new Set(lengths).size > 2, "the text grew while it was written");
  assert.ok((lengths.at(-1) ?? 0) > 0);
});
