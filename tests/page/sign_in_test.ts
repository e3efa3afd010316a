/** A server that asks for its token. */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();
const TOKEN = "correct-horse-battery-staple";
const UNAUTHORISED = [/status of 401/, /status of 429/];

Deno.test("the token is typed once, and a reload stays signed in", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address, env: { AUTH_TOKEN: TOKEN } });
  await using tab = await open(parley.origin, { expected: UNAUTHORISED });
  const field = tab.page.getByLabel("Token");
  await field.waitFor();
  assert.equal(await tab.page.locator(".status").innerText(), "Signed out");
  assert.equal(await field.evaluate((one) => one === document.activeElement), true);
  await field.fill("wrong");
  await field.press("Enter");
  const fault = tab.page.getByText("That is not the token of this server.");
  await fault.waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  const described = await field.getAttribute("aria-describedby");
  assert.ok(described?.split(" ").includes(await fault.getAttribute("id") ?? "none"));
  assert.equal(await fault.evaluate((one) => getComputedStyle(one).color), "rgb(141, 27, 34)");
  await field.fill(TOKEN);
  await tab.page.getByRole("button", { name: "Sign in" }).click();
  await connected(tab.page);
  await ask(tab.page, "Hello?");
  await answered(tab.page, "Hello from the fake.");
  await tab.page.reload();
  await connected(tab.page);
  await answered(tab.page, "Hello from the fake.");
  const model = tab.page.getByLabel("Model", { exact: true });
  assert.equal(await model.inputValue(), "gemma:2b");
});

Deno.test("a token in the address signs in, and is gone from the address at once", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address, env: { AUTH_TOKEN: TOKEN } });
  await using tab = await open(`${parley.origin}/#token=${TOKEN}`, { expected: UNAUTHORISED });
  await connected(tab.page);
  assert.ok(!tab.page.url().includes("token"));
  const kept = await tab.page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.ok(!kept.includes(TOKEN), "it is kept nowhere");
});

Deno.test("a wrong token in the address is said, and can be corrected", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: TOKEN } });
  await using tab = await open(`${parley.origin}/#token=wrong`, { expected: UNAUTHORISED });
  await tab.page.getByText("That is not the token of this server.").waitFor();
  await tab.page.getByLabel("Token").fill(TOKEN);
  await tab.page.keyboard.press("Enter");
  await connected(tab.page);
});

Deno.test("too many wrong tokens are told to wait", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: TOKEN } });
  await using tab = await open(parley.origin, { expected: UNAUTHORISED });
  const field = tab.page.getByLabel("Token");
  const fault = tab.page.locator("#sign-in-fault");
  for (let tries = 0; tries < 6; tries++) {
    await field.fill(`wrong ${tries}`);
    const answer = tab.page.waitForResponse(/session/);
    await field.press("Enter");
    await answer;
    await fault.filter({ hasText: /./ }).waitFor();
  }
  await fault.getByText("Too many wrong tokens").waitFor();
});

for (const [place, options] of Object.entries({ "on a desk": {}, "on a phone": PHONE })) {
  Deno.test(`the header of who is signed out has nothing that does nothing, ${place}`, async () => {
    await using parley = await startParley({ env: { AUTH_TOKEN: TOKEN } });
    await using tab = await open(parley.origin, { ...options, expected: UNAUTHORISED });
    await tab.page.getByLabel("Token").waitFor();
    const header = tab.page.getByRole("banner");
    assert.equal(await header.locator("button, select").count(), 0);
    await header.locator("h1 .icon").waitFor();
    await header.getByText("Signed out").waitFor();
  });
}
