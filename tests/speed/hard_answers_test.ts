/** Answers that are hard to draw: the page stays alive whatever they are, and can be gone on with. */
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

const HARD: Record<string, string> = {
  "one line of 1 MB": "word ".repeat(200_000),
  "one word of 1 MB": "x".repeat(1_000_000),
  "one line of code of 1 MB": `\`\`\`js\n${"x = 1; ".repeat(150_000)}\n\`\`\``,
  "5,000 cells": `|${" a |".repeat(50)}\n|${"-|".repeat(50)}\n${
    `|${" **b** |".repeat(50)}\n`.repeat(100)
  }`,
  "10,000 nested quotes": `${"> ".repeat(10_000)}deep`,
  "quotes 400 deep, line by line": Array.from({ length: 400 }, (_, at) => `${">".repeat(at)} deep`)
    .join("\n"),
  "10,000 list levels": Array.from(
    { length: 10_000 },
    (_, at) => `${" ".repeat(2 * (at % 300))}- deep`,
  ).join("\n"),
  "10,000 open marks": "**a _b ~~c `d [e](".repeat(2_000),
  "5,000 rows": `| a | b |\n|---|---|\n${"| **a** | `b` |\n".repeat(5_000)}`,
  "100,000 short lines": "x\n\n".repeat(100_000),
  "an answer of 20,000 tokens": "Some **bold** words, `code` and more.\n\n- one\n- two\n\n".repeat(
    1_600,
  ),
  "1,000 formulas": "$\\frac{a}{b}$ ".repeat(1_000),
};

for (const [name, text] of Object.entries(HARD)) {
  Deno.test(`${name} keep the page alive`, async () => {
    const pieces = text.match(/[^]{1,20000}/g) ?? [];
    await using fake = await startFakeOllama({ answers: [[...pieces, "\n\nThe end."], ["Well."]] });
    await using parley = await startParley({ ollama: fake.address });
    await using tab = await open(parley.origin);
    await connected(tab.page);
    await ask(tab.page, "Be hard");
    await tab.page.locator(".message.ai:not([aria-busy=true])").waitFor({ timeout: 60_000 });
    await field(tab.page).fill("Still there?");
    await field(tab.page).press("Enter");
    await answered(tab.page, "Well.");
    await tab.page.locator(".message.ai").first().getByText("The end.").waitFor();
  });
}
