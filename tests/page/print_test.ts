/** A conversation on paper. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { answered } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

Deno.test("a long conversation is printed whole, in the light, without what can be pressed", async () => {
  await using parley = await startParley();
  const turns = Array.from(
    { length: 120 },
    (_, at) =>
      [`Question ${at}.`, `Answer ${at}.\n\n\`\`\`js\nconst tea = ${at};\n\`\`\``] as const,
  );
  const id = await storeTalk(parley.journal, turns);
  await using tab = await open("about:blank", {
    colorScheme: "dark",
    expected: [/another origin/],
  });
  const { page } = tab;
  // Nothing is drawn because there was time for it.
  await page.addInitScript(() => globalThis.requestIdleCallback = () => 0);
  await page.goto(`${parley.origin}/#/c/${id}`);
  await answered(page, "Answer 119.");
  const messages = page.locator(".message");
  assert.ok(await messages.count() < 60, "it was drawn in part");

  const paper = new TextDecoder("latin1").decode(await page.pdf());
  const sheets = paper.match(/\/Type \/Page\b/g)?.length ?? 0;
  assert.ok(sheets > 15, `${sheets} sheets`);
  assert.equal(await messages.count(), 240);

  await page.emulateMedia({ media: "print" });
  for (const words of ["Question 0.", "Answer 0.", "Question 119.", "Answer 119."]) {
    const box = await messages.getByText(words, { exact: true }).boundingBox();
    assert.ok(box && box.height > 10, words);
  }
  const { height, lowest, ground, pressed } = await page.evaluate(() => ({
    height: document.documentElement.scrollHeight,
    lowest: Math.max(
      ...[...document.querySelectorAll(".message")].map((one) =>
        one.getBoundingClientRect().bottom
      ),
    ),
    ground: getComputedStyle(document.body).backgroundColor,
    pressed: [...document.querySelectorAll("button, textarea, select, input, nav, header")]
      .filter((one) => one.getClientRects().length > 0).length,
  }));
  assert.ok(height >= lowest, `nothing is cut off: ${height} of ${lowest}`);
  assert.equal(ground, "rgb(255, 255, 255)");
  assert.equal(pressed, 0);
});
