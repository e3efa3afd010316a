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
  // The line may be open before the page has the list of models.
  const chosen = models(page).locator(`option[value="${MODEL}"]:checked`);
  await chosen.waitFor({ state: "attached" });
  // A base model may have nothing to say; it is asked until an answer is long enough to grow.
  for (let asked = 1;; asked++) {
    await ask(page, `What is Python? (${asked})`);
    const answer = page.locator(".message.ai").nth(asked - 1);
    // A small machine may take its time to load the model.
    await answer.waitFor({ timeout: 60_000 });
    const lengths = [(await answer.innerText()).length];
    while (await answer.getAttribute("aria-busy") === "true") {
      await page.evaluate(() => new Promise(requestAnimationFrame));
      lengths.push((await answer.innerText()).length);
    }
    if (new Set(lengths).size > 2) return;
    assert.ok(asked < 5, "no text grew while it was written");
  }
});
