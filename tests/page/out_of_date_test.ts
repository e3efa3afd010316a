/** A page that met a newer server. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { HELLO } from "../support/fake_socket.ts";
import { connected, field, sendButton } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

Deno.test("fault 35: a page that is older than the server says so, and is made new by Reload", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await tab.page.routeWebSocket(/\/ws/, (socket) => {
    socket.send(JSON.stringify({ ...HELLO, build: "another" }));
  });
  await field(tab.page).fill("half a thought");
  await tab.page.reload();
  const banner = tab.page.getByRole("alert").filter({ hasText: "This page is out of date" });
  await banner.waitFor();
  assert.equal(await sendButton(tab.page).isDisabled(), true);
  assert.equal(await field(tab.page).inputValue(), "half a thought");
  const loaded = tab.page.waitForEvent("load");
  await banner.getByRole("button", { name: "Reload" }).click();
  await loaded;
});
