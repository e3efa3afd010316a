/** Everything taken away in one file, and brought back. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { connected, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

const sheet = (page: Page) => page.getByRole("dialog", { name: "Export and import" });
const list = (page: Page) => page.getByRole("navigation", { name: "Conversations" });

async function openSheet(page: Page): Promise<void> {
  await connected(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find" }).fill("import");
  await page.keyboard.press("Enter");
  await sheet(page).waitFor();
}

async function exportFrom(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    sheet(page).getByRole("link", { name: "Everything" }).click(),
  ]);
  return await download.path();
}

async function importInto(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await sheet(page).getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles(path);
}

for (const [place, options] of Object.entries({ "on a desk": {}, "on a phone": PHONE })) {
  Deno.test(`everything is exported as one file and imported elsewhere, once however often, ${place}`, async () => {
    await using parley = await startParley();
    await storeTalk(parley.journal, [["About tea", "Steep it."]]);
    await storeTalk(parley.journal, [["About coffee", "Grind it."]]);
    await using tab = await open(parley.origin, options);
    await openSheet(tab.page);
    const path = await exportFrom(tab.page);

    await using other = await startParley();
    await using there = await open(other.origin, options);
    await openSheet(there.page);
    await importInto(there.page, path);
    const news = sheet(there.page).getByRole("status");
    await news.getByText(": 2 new.").waitFor();
    await importInto(there.page, path);
    await news.getByText(": 0 new, 2 here already.").waitFor();
    assert.match(await news.innerText(), /^Nothing new in /);
    assert.equal(await sheet(there.page).locator(".import.idle").count(), 1);
    await there.page.keyboard.press("Escape");
    await sheet(there.page).waitFor({ state: "detached" });
    if (options === PHONE) {
      await there.page.getByRole("button", { name: "Conversations" }).click();
    }
    await list(there.page).getByRole("link", { name: "About tea" }).waitFor();
    await list(there.page).getByRole("link", { name: "About coffee" }).waitFor();
  });
}

Deno.test("what cannot be imported says why, line by line, and what came before it stays", async () => {
  await using parley = await startParley();
  await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(parley.origin, { expected: [/status of 400/] });
  await openSheet(tab.page);
  const path = await exportFrom(tab.page);
  const lines = (await Deno.readTextFile(path)).split("\n");
  const broken = await Deno.makeTempFile({ suffix: ".jsonl" });
  const other = lines.map((line) => line.replaceAll(/"seq":2,/g, '"seq":7,'));
  await Deno.writeTextFile(broken, other.join("\n"));

  await using empty = await startParley();
  await using there = await open(empty.origin, { expected: [/status of 400/] });
  await openSheet(there.page);
  await importInto(there.page, broken);
  await sheet(there.page).getByRole("list", { name: "What was not taken" })
    .getByText(/^Line \d+: /).waitFor();
  await Deno.writeTextFile(broken, "hello");
  await importInto(there.page, broken);
  await sheet(there.page).getByText("Not all of it was imported").waitFor();
  await Deno.writeTextFile(broken, "[]");
  await importInto(there.page, broken);
  await sheet(there.page).getByText("Nothing was imported from").waitFor();
  assert.equal(await sheet(there.page).locator(".import.failed").count(), 1);
  await Deno.remove(broken);
});
