/** What a browser needs in order to install the page: a manifest, and icons. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { connected } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

Deno.test("the page can be installed: Chromium has nothing against its manifest and icons", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  const devtools = await tab.page.context().newCDPSession(tab.page);
  const { url, errors, data } = await devtools.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data ?? "");
  assert.equal(manifest.name, "Parley");
  assert.equal(manifest.display, "standalone");
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // The browser of a test is a private window, where nothing can be installed.
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  for (const { src, type, sizes } of manifest.icons) {
    const answer = await fetch(new URL(src, url));
    assert.equal(answer.status, 200, src);
    assert.equal(answer.headers.get("content-type"), type);
    const size = await tab.page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, new URL(src, url).href);
    await answer.body?.cancel();
    if (sizes !== "any") assert.equal(size, sizes);
  }
});

Deno.test("the page works without a service worker", async () => {
  await using parley = await startParley();
  await using tab = await open(parley.origin);
  await connected(tab.page);
  const workers = await tab.page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).length
  );
  assert.equal(workers, 0);
});
