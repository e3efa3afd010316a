/** A page that is open goes on where there is no line. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { sharedBrowser } from "../support/chromium.ts";
import { answered, field } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

Deno.test("what was not shown at first is there when the line is lost", async () => {
  await using parley = await startParley();
  const id = await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`, { expected: [/ERR_|WebSocket/] });
  await answered(tab.page, "Steep it.");
  await tab.page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("/take_file.js"))
  );
  await tab.page.waitForLoadState("networkidle");
  await tab.page.context().setOffline(true);
  await field(tab.page).press("Control+k");
  await tab.page.getByRole("combobox", { name: "Find" }).waitFor();
  await tab.page.keyboard.press("Escape");
  await field(tab.page).press("Control+/");
  await tab.page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await tab.page.keyboard.press("Escape");
  await field(tab.page).press("ArrowUp");
  await tab.page.getByLabel("Edited message").waitFor();
  await tab.page.locator("input[type=file]").setInputFiles({
    name: "notes.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Let it steep."),
  });
  await tab.page.getByRole("button", { name: "Remove notes.txt" }).waitFor();
  assert.equal(await tab.page.getByText("not here yet").count(), 0);
});
