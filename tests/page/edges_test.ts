/** What can be used is seen to be: by its edge, and where the system's colours are forced. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, connected, field, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

/** Controls whose edges have less than 3:1 to what is inside or outside of them. */
function faintEdges(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const light = (colour: string) => {
      const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const ground = (from: Element | null): string => {
      if (!from) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(from);
      return backgroundColor.startsWith("rgb(") ? backgroundColor : ground(from.parentElement);
    };
    const controls = document.querySelectorAll(
      ".field, .quiet, .new-chat, .newest, .picker select, .search input, .rename",
    );
    return [...controls].flatMap((one) => {
      const edge = light(getComputedStyle(one).borderTopColor);
      const least = Math.min(...[ground(one), ground(one.parentElement)].map((colour) => {
        const other = light(colour);
        return Math.max(edge, other) / Math.min(edge, other);
      }));
      return least < 3 ? `${one.className || one.tagName}: ${least.toFixed(2)}` : [];
    });
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test(`fields and buttons have edges of 3:1, ${colorScheme}`, async () => {
    await using fake = await startFakeOllama();
    await using parley = await startParley({ ollama: fake.address });
    const id = await storeTalk(parley.journal, [["About tea", "Steep it."]]);
    await using tab = await open(parley.origin, { colorScheme });
    await connected(tab.page);
    await tab.page.locator(".prompts").waitFor();
    await tab.page.getByLabel("Model", { exact: true }).and(tab.page.locator(":enabled")).waitFor();
    await tab.page.getByRole("searchbox").focus();
    assert.deepEqual(await faintEdges(tab.page), [], "before the first message");
    await tab.page.goto(`${parley.origin}/#/c/${id}`);
    await answered(tab.page, "Steep it.");
    await field(tab.page).press("ArrowUp");
    await tab.page.getByRole("button", { name: "Cancel" }).waitFor();
    await tab.page.getByRole("searchbox").focus();
    assert.deepEqual(await faintEdges(tab.page), [], "with a message that is written anew");
  });
}

Deno.test("where colours are forced, the field shows its focus and the line its colour", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin, {
    ...PHONE,
    colorScheme: "dark",
    forcedColors: "active",
  });
  await connected(tab.page);
  await field(tab.page).focus();
  const { style, colour } = await field(tab.page).evaluate((field) => {
    const { outlineStyle, outlineColor } = getComputedStyle(field);
    return { style: outlineStyle, colour: outlineColor };
  });
  assert.equal(style, "solid");
  assert.doesNotMatch(colour, /^rgba\(.* 0\)$/, "it is seen");
  const dot = await tab.page.locator(".status .dot").evaluate((dot) =>
    getComputedStyle(dot).backgroundColor
  );
  assert.equal(dot, "rgb(76, 201, 138)");
});
