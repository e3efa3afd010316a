/** The page for everyone: by keyboard, by ear, in the dark, on a phone. */
import assert from "node:assert/strict";
import { violations } from "../support/axe.ts";
import { sharedBrowser, type WatchOptions } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field, PHONE } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";

const open = sharedBrowser();

const LOOKS: Record<string, WatchOptions> = {
  "light on a desk": { colorScheme: "light" },
  "dark on a desk": { colorScheme: "dark" },
  "light on a phone": { ...PHONE, colorScheme: "light" },
  "dark on a phone": { ...PHONE, colorScheme: "dark" },
};

for (const [look, options] of Object.entries(LOOKS)) {
  Deno.test(`axe-core finds nothing, ${look}`, async () => {
    await using fake = await startFakeOllama({
      answers: [
        [{ thinking: "Let me see." }, "It is four."],
        { steps: ["Half an"], end: "cut" },
        { steps: [{ thinking: "Hm." }], end: "open" },
      ],
    });
    await using parley = await startParley({ ollama: fake.address });
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    assert.deepEqual(await violations(tab.page), [], "before the first message");
    for (const question of ["Two and two?", "And three?", "And four?"]) {
      await field(tab.page).fill(question);
      await tab.page.getByRole("button", { name: "Send", exact: true }).click();
    }
    await tab.page.locator(".message.error").waitFor();
    await tab.page.locator(".message.typing .thinking").waitFor();
    await field(tab.page).fill("x".repeat(32_001));
    await tab.page.locator(".hint .fault").waitFor();
    assert.deepEqual(await violations(tab.page), [], "in the middle of a conversation");
  });
}

for (const [look, options] of Object.entries(LOOKS)) {
  Deno.test(`axe-core finds nothing in the list of conversations, ${look}`, async () => {
    await using parley = await startParley();
    const gone = await storeTalk(parley.journal, [["About soup", "Stir it."]]);
    const id = await storeTalk(parley.journal, [["About tea", "Let it steep."]]);
    await using tab = await open(`${parley.origin}/#/c/${id}`, options);
    await connected(tab.page);
    const list = tab.page.getByRole("navigation", { name: "Conversations" });
    if ("isMobile" in options) {
      await tab.page.getByRole("button", { name: "Conversations" }).click();
    }
    await list.getByRole("button", { name: "More for About soup" }).click();
    await list.getByRole("button", { name: "Delete" }).click();
    await tab.page.getByRole("button", { name: "Undo" }).waitFor();
    await list.getByRole("button", { name: "More for About tea" }).click();
    assert.deepEqual(await violations(tab.page), [], `a menu and an undo of ${gone}`);
    await list.getByRole("button", { name: "Rename" }).click();
    assert.deepEqual(await violations(tab.page), [], "a title that is written");
    await list.getByRole("searchbox").fill("steep");
    await list.locator("mark").waitFor();
    assert.deepEqual(await violations(tab.page), [], "what was found");
  });
}

for (const [look, options] of Object.entries(LOOKS)) {
  Deno.test(`axe-core finds nothing in what can be done with messages, ${look}`, async () => {
    await using fake = await startFakeOllama({
      answers: [["word ".repeat(40)], { steps: ["word ".repeat(40)], end: "length" }],
      loaded: ["gemma:2b"],
    });
    await using parley = await startParley({ ollama: fake.address, env: { NUM_CTX: "256" } });
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    for (const question of ["long ".repeat(60), "more ".repeat(160)]) {
      await field(tab.page).fill(question);
      await tab.page.getByRole("button", { name: "Send", exact: true }).click();
    }
    await tab.page.locator(".forgotten").waitFor();
    await tab.page.getByRole("button", { name: "Retry" }).click();
    await tab.page.getByRole("group", { name: "Version 2 of 2" }).waitFor();
    await tab.page.getByRole("meter").nth(1).waitFor();
    assert.deepEqual(await violations(tab.page), [], "below messages");
    await tab.page.getByRole("button", { name: "Edit message" }).last().click();
    await tab.page.getByLabel("Edited message").fill("x".repeat(32_001));
    assert.deepEqual(await violations(tab.page), [], "a message that is edited");
  });
}

for (const [look, options] of Object.entries(LOOKS)) {
  Deno.test(`axe-core finds nothing in the settings, ${look}`, async () => {
    await using parley = await startParley();
    await using tab = await open(parley.origin, options);
    await connected(tab.page);
    await tab.page.getByRole("button", { name: "Settings" }).click();
    const form = tab.page.getByRole("dialog");
    await form.getByLabel("System prompt").fill("Be brief.");
    // Past the field's own check, so that the server has to refuse it.
    await form.getByLabel("Temperature").evaluate((one) => one.removeAttribute("max"));
    await form.getByLabel("Temperature").fill("99");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
    assert.deepEqual(await violations(tab.page), []);
    const heights = await form.locator("button, select, input, textarea").evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect().height)
    );
    const least = "isMobile" in options ? 44 : 24;
    assert.ok(heights.every((height) => height >= least), `${heights}`);
  });
}

Deno.test("axe-core finds nothing in the sign-in form", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: "correct-horse-battery-staple" } });
  await using tab = await open(parley.origin, { expected: [/status of 401/] });
  await tab.page.getByLabel("Token").waitFor();
  assert.deepEqual(await violations(tab.page), []);
});

Deno.test("a phone's width needs no scrolling sideways, whatever is said", async () => {
  const long = "https://example.org/" + "very-long-".repeat(40);
  await using fake = await startFakeOllama({ answers: [[long, "\n\n", "word ".repeat(99)]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, PHONE);
  await connected(tab.page);
  await field(tab.page).fill(long);
  await tab.page.getByRole("button", { name: "Send", exact: true }).tap();
  await answered(tab.page, "word word");
  const widths = await tab.page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll(".scroller, .message")].map((one) =>
      one.scrollWidth - one.clientWidth
    )
  );
  assert.ok(widths.every((width) => width <= 0), `${widths}`);
});

Deno.test("what is touched is at least 44 pixels high on a phone", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["Half an"], end: "cut" }] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, PHONE);
  await connected(tab.page);
  await field(tab.page).fill("Hello");
  await tab.page.getByRole("button", { name: "Send", exact: true }).tap();
  await tab.page.getByRole("button", { name: "Retry" }).waitFor();
  const heights = await tab.page.locator("button, select, summary, textarea").evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect().height)
  );
  assert.ok(heights.every((height) => height >= 44), `${heights}`);
});

Deno.test("what is touched above the list, in an edit and in sheets is at least 44 pixels, on a phone", async () => {
  await using parley = await startParley();
  const id = await storeTalk(parley.journal, [["About tea", "Steep it."]]);
  await using tab = await open(`${parley.origin}/#/c/${id}`, PHONE);
  await answered(tab.page, "Steep it.");
  const least = async (within: string) => {
    const sides = await tab.page.locator(within).locator(
      ":is(button, select, input, textarea, a):visible",
    )
      .evaluateAll((all) =>
        all.map((one) => {
          const { width, height } = one.getBoundingClientRect();
          return Math.min(width, height);
        })
      );
    assert.ok(sides.length > 0 && sides.every((side) => side >= 44), `${within}: ${sides}`);
  };
  await least(".header");
  await tab.page.getByRole("button", { name: "Conversations" }).tap();
  await tab.page.getByRole("link", { name: "About tea" }).waitFor();
  await least("dialog");
  await tab.page.getByRole("button", { name: "Close" }).tap();
  await tab.page.getByRole("button", { name: "Edit message" }).tap();
  await tab.page.getByLabel("Edited message").waitFor();
  await least(".edit");
  await tab.page.keyboard.press("Control+k");
  await tab.page.getByRole("combobox", { name: "Find" }).waitFor();
  await least("dialog");
});

Deno.test("a screen reader hears whole sentences, and the list itself is silent", async () => {
  const go = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [["It is ", "**warm**. ", "It may ", { hold: go.promise }, "rain."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "The weather?");
  const news = tab.page.getByRole("status", { name: "News" }).locator("p");
  await news.filter({ hasText: "It is warm." }).waitFor({ state: "attached" });
  assert.deepEqual(await news.filter({ hasText: "It may" }).count(), 0);
  go.resolve();
  await news.filter({ hasText: /^It may rain\.$/ }).waitFor({ state: "attached" });
  // What was heard is not found a second time behind the conversation.
  await news.first().waitFor({ state: "detached" });
  assert.equal(await tab.page.getByRole("log").getAttribute("aria-live"), "off");
});

Deno.test("a screen reader hears what an eye would notice: waiting, copying, a line that is lost", async () => {
  const go = Promise.withResolvers<void>();
  await using fake = await startFakeOllama({
    answers: [[{ thinking: "Hm." }, { hold: go.promise }, "It is four."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, { expected: [/WebSocket|ERR_/] });
  await connected(tab.page);
  const news = tab.page.getByRole("status", { name: "News" });
  const hears = (words: string) =>
    news.getByText(words, { exact: true }).waitFor({ state: "attached" });
  await ask(tab.page, "Two and two?");
  await hears("Thinking.");
  go.resolve();
  await hears("It is four.");
  await tab.page.getByRole("button", { name: "Copy answer" }).click();
  await hears("Copied.");
  await parley[Symbol.asyncDispose]();
  await hears("Disconnected.");
  await field(tab.page).fill("And three?");
  await tab.page.getByRole("button", { name: "Send later" }).click();
  await hears("Waiting to send.");
});

Deno.test("headings lead from message to message, and an answer's own stand below its own", async () => {
  await using fake = await startFakeOllama({
    answers: [["# Tea\n\nSteep it.\n\n## Green\n\nTwo minutes."], { steps: [], end: "cut" }],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "How?");
  await answered(tab.page, "Two minutes.");
  await ask(tab.page, "And then?");
  await tab.page.locator(".message.error").waitFor();
  const headings = tab.page.locator("h1, h2, h3, h4, h5, h6");
  assert.deepEqual(
    await headings.evaluateAll((all) => all.map((one) => [one.localName, one.textContent?.trim()])),
    [
      ["h1", "Parley"],
      ["h2", "You"],
      ["h2", "Answer by gemma:2b"],
      ["h3", "Tea"],
      ["h4", "Green"],
      ["h2", "You"],
      ["h2", "Answer by gemma:2b"],
    ],
  );
  assert.deepEqual(await violations(tab.page), []);
});

Deno.test("everything can be reached by keyboard, in the order in which it is seen", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await tab.page.getByLabel("Model", { exact: true }).and(tab.page.locator(":enabled")).waitFor();
  const names: string[] = [];
  for (let press = 0; press < 16; press++) {
    await tab.page.keyboard.press("Tab");
    names.push(
      await tab.page.evaluate(() => {
        const one = document.activeElement;
        if (!one || one === document.body) return "";
        return one.getAttribute("aria-label") ?? one.querySelector("strong, span")?.textContent ??
          one.textContent ?? "";
      }),
    );
  }
  // It begins behind the field, which has the focus, and goes once around the page.
  assert.deepEqual(names.filter((name) => name !== ""), [
    "Send",
    "Model",
    "Settings",
    "New chat",
    "Search",
    "Commands",
    "Export",
    "Keys",
    "Conversation",
    "Pick another model",
    "Explain",
    "Write",
    "Plan",
    "Attach files",
    "Message",
  ]);
});

Deno.test("text finds its own direction, and cannot turn what stands around it", async () => {
  await using fake = await startFakeOllama({ answers: [["שלום עולם", "\n\n", "and hello."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "مرحبا \u202e txet");
  await answered(tab.page, "and hello.");
  const directions = await tab.page.locator(".message p").evaluateAll((all) =>
    all.map((one) => getComputedStyle(one).direction)
  );
  assert.deepEqual(directions, ["rtl", "rtl", "ltr"]);
});

Deno.test("motion stops for whoever asked for less of it", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["Well"], end: "open" }] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, { reducedMotion: "reduce" });
  await connected(tab.page);
  await ask(tab.page, "Hello");
  await tab.page.locator(".dots").waitFor();
  await tab.page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== "running")
  );
});
