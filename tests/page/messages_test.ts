/** What can be done with messages: copy, edit, ask again, go on, go from version to version. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { answered, ask, connected, field, PHONE } from "../support/page_steps.ts";
import { reply } from "../support/fake_routes.ts";
import { postImage } from "../support/images.ts";
import { startParley } from "../support/parley.ts";

const open = sharedBrowser();

const press = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).last().press("Enter");
const questions = (page: Page) => page.locator(".message.user").allInnerTexts();
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
const answers = (page: Page) => page.locator(".message.ai .text").allInnerTexts();

Deno.test("a question and an answer can be copied, without a clipboard of the browser's too", async () => {
  await using fake = await startFakeOllama({ answers: [["It is **four**."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await tab.page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.addEventListener(
      "copy",
      () =>
        document.documentElement.dataset.copied = document.activeElement instanceof
            HTMLTextAreaElement
          ? document.activeElement.value
          : "",
    );
  });
  const copied = () => tab.page.evaluate(() => document.documentElement.dataset.copied);
  await ask(tab.page, "Two and two?");
  await answered(tab.page, "It is four.");
  await press(tab.page, "Copy message");
  await tab.page.locator("button", { hasText: "Copied" }).waitFor();
  assert.equal(await copied(), "Two and two?");
  await press(tab.page, "Copy answer");
  await tab.page.locator("button", { hasText: "Copied" }).nth(1).waitFor();
  assert.equal(await copied(), "It is **four**.");
});

Deno.test("a sent message is edited in its place: Esc leaves it, Enter asks it anew beside the old one", async () => {
  await using fake = await startFakeOllama({
    answers: [["Four."], ["Eight."], ["Six."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Two and two?");
  await answered(tab.page, "Four.");
  await ask(tab.page, "Twice that?");
  await answered(tab.page, "Eight.");
  const edit = tab.page.getByLabel("Edited message");
  await tab.page.getByRole("button", { name: "Edit message" }).first().press("Enter");
  await edit.fill("Nonsense");
  await edit.press("Escape");
  assert.deepEqual(await questions(tab.page), ["Two and two?", "Twice that?"]);
  assert.equal(await focused(tab.page), "Edit message");
  await tab.page.getByRole("button", { name: "Edit message" }).first().press("Enter");
  assert.equal(await edit.inputValue(), "Two and two?");
  await edit.fill("Three and three?");
  await edit.press("Enter");
  await answered(tab.page, "Six.");
  assert.deepEqual(await questions(tab.page), ["Three and three?"]);
  assert.equal(await focused(tab.page), "Message");
  const { body } = fake.requests.filter(({ path }) => path === "/api/chat")[2];
  assert.deepEqual(
    (body as { messages: { role: string; content: string }[] }).messages
      .filter(({ role }) => role !== "system").map(({ content }) => content),
    ["Three and three?"],
  );
  await press(tab.page, "Previous version");
  await tab.page.locator(".message.ai .text").getByText("Eight.").waitFor();
  assert.deepEqual(await questions(tab.page), ["Two and two?", "Twice that?"]);
});

Deno.test("an answer is asked for again beside the old one, and the focus goes along the versions", async () => {
  await using fake = await startFakeOllama({ answers: [["One."], ["Two."], ["Three."]] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Say a number");
  await answered(tab.page, "One.");
  await press(tab.page, "Regenerate answer");
  await answered(tab.page, "Two.");
  await press(tab.page, "Regenerate answer");
  await answered(tab.page, "Three.");
  await tab.page.getByRole("group", { name: "Version 3 of 3" }).waitFor();
  await press(tab.page, "Previous version");
  await tab.page.getByRole("group", { name: "Version 2 of 3" }).waitFor();
  assert.deepEqual(await answers(tab.page), ["Two."]);
  await tab.page.waitForFunction(() =>
    document.activeElement?.getAttribute("aria-label") === "Previous version"
  );
  await tab.page.keyboard.press("Enter");
  await tab.page.getByRole("group", { name: "Version 1 of 3" }).waitFor();
  // There is no earlier one, so the focus goes to the button that leads on.
  await tab.page.waitForFunction(() =>
    document.activeElement?.getAttribute("aria-label") === "Next version"
  );
  await tab.page.reload();
  await answered(tab.page, "One.");
});

Deno.test("an answer that was cut goes on where it ended", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Once upon"], end: "length" }, [" a time."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "A story");
  await answered(tab.page, "The answer reached its length limit.");
  await press(tab.page, "Continue");
  await answered(tab.page, "Once upon a time.");
  await tab.page.getByRole("group", { name: "Version 2 of 2" }).waitFor();
});

/** Long enough that it is clear at once that nothing is said twice. */
const LOAF = " a loaf is better than no bread at all, and two halves make a whole one, bakers say.";

Deno.test("a stopped answer and a failed one can be gone on with", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Half"], end: "cut" }, { steps: [LOAF], end: "open" }, [" So."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "A saying");
  await tab.page.locator(".message.error").getByText("The answer was interrupted").waitFor();
  await press(tab.page, "Continue");
  await tab.page.locator(".message.ai .text").getByText("Half a loaf is").waitFor();
  await press(tab.page, "Stop");
  await answered(tab.page, "You stopped this answer.");
  await press(tab.page, "Continue");
  await answered(tab.page, "bakers say. So.");
});

Deno.test("an edit ends the answer that nobody would see", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["Well"], end: "open" }, ["Fine."]],
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "Once");
  await tab.page.locator(".message.ai .text").getByText("Well").waitFor();
  await press(tab.page, "Edit message");
  await tab.page.getByLabel("Edited message").fill("Twice");
  await press(tab.page, "Send edit");
  await answered(tab.page, "Fine.");
  assert.equal(await (await fake.nextRequest("/api/chat")).outcome, "left");
});

Deno.test("on a phone what can be done with a message is always seen, and large enough", async () => {
  await using fake = await startFakeOllama();
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin, PHONE);
  await connected(tab.page);
  for (const message of ["One", "Two"]) {
    await field(tab.page).fill(message);
    await tab.page.getByRole("button", { name: "Send", exact: true }).tap();
  }
  await tab.page.locator(".acts").nth(3).waitFor();
  const looks = await tab.page.locator(".acts").evaluateAll((all) =>
    all.map((one) => getComputedStyle(one).opacity)
  );
  assert.deepEqual(looks, ["1", "1", "1", "1"]);
  const sizes = await tab.page.locator(".acts button").evaluateAll((all) =>
    all.map((one) => Math.min(one.clientWidth, one.clientHeight))
  );
  assert.ok(sizes.every((size) => size >= 44), `${sizes}`);
  await tab.page.getByRole("button", { name: "Edit message" }).first().tap();
  await tab.page.getByRole("button", { name: "Cancel" }).tap();
  assert.deepEqual(await questions(tab.page), ["One", "Two"]);
});

Deno.test("an answer says how full the window was and how quick it came; what fell out of it is marked", async () => {
  const stats = { prompt_eval_count: 60, eval_count: 40, eval_duration: 2_000_000_000 };
  await using fake = await startFakeOllama({
    answers: [{ steps: ["word ".repeat(90)], stats }],
    loaded: ["gemma:2b"],
  });
  await using parley = await startParley({ ollama: fake.address, env: { NUM_CTX: "256" } });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "long ".repeat(60));
  const gauge = tab.page.getByRole("meter", { name: "The model's window" });
  await gauge.waitFor();
  assert.match(await gauge.getAttribute("aria-valuetext") ?? "", /^\d+ of 256 tokens$/);
  await tab.page.locator(".acts").getByText("20 tokens/s").waitFor();
  assert.equal(await tab.page.locator(".forgotten").count(), 0);
  await ask(tab.page, "more ".repeat(160));
  await gauge.nth(1).waitFor();
  const line = tab.page.locator(".forgotten");
  await line.waitFor();
  assert.equal(await line.innerText(), "2 earlier messages no longer fit into the model's window");
  const next = tab.page.locator(".forgotten ~ .message").first();
  assert.match(await next.innerText(), /^more more/);
});

Deno.test("an answer says what it cannot know of an older Ollama, and what its model could not see", async () => {
  await using fake = await startFakeOllama({
    answers: [{ steps: ["One."], stats: { prompt_eval_count: 90, eval_count: 300 } }, ["Two."]],
    routes: {
      "/api/ps": reply({ models: [{ name: "gemma:2b", context_length: 200 }] }),
      "/api/show": reply({ capabilities: ["completion"] }),
    },
  });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  await connected(tab.page);
  await ask(tab.page, "First");
  await answered(tab.page, "One.");
  await tab.page.getByText("Ollama may have left out earlier messages by itself").waitFor();

  const { hash } = await postImage(parley.origin);
  const [question, answer] = [crypto.randomUUID(), crypto.randomUUID()];
  const conversation = crypto.randomUUID();
  const typing = { type: "typing", id: answer, parent: question, request: question } as const;
  await parley.journal.append({
    owner: "local",
    conversation,
    rows: [
      { type: "user", id: question, parent: null, message: "What is this?", images: [hash] },
      { ...typing, model: "llava", message: "…" },
      { type: "ai", id: answer, reason: "stop", message: "A dot." },
      { type: "settings", model: "gemma:2b" },
    ],
  });
  await tab.page.goto(`${parley.origin}/#/c/${conversation}`);
  await answered(tab.page, "A dot.");
  await ask(tab.page, "And in words?");
  await answered(tab.page, "Two.");
  await tab.page.getByText("Images were left out").waitFor();
});
