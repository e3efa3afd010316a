/** What the pictures of docs/shots/ show, each set up from the outside with a scripted Ollama. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { type FakeOptions, startFakeOllama } from "./fake_ollama.ts";
import { answered, ask, connected, PHONE, sendButton } from "./page_steps.ts";
import { type StartOptions, startParley } from "./parley.ts";
import { storeTalk } from "./stored_talk.ts";

export interface Scene {
  options?: BrowserContextOptions;
  /** `false`: nobody is where Ollama is looked for. */
  ollama?: FakeOptions | false;
  env?: StartOptions["env"];
  /** What stands in the list of conversations: questions, each with its answer. @default {TALKS} */
  talks?: readonly (readonly [string, string])[];
  /** Leads the page to what is to be seen. */
  play: (page: Page) => Promise<void>;
}

const MODELS = ["gemma:2b", "llama3.2:1b"];

const TALKS: readonly (readonly [string, string])[] = [
  ["A week in Lisbon", "Begin in Alfama, early, before the trams are full."],
  ["Regular expressions for dates", "`\\d{4}-\\d{2}-\\d{2}` finds ISO dates."],
  ["A letter to the landlord", "Dear Ms Moreau, the boiler has stopped again."],
  ["How long to steep green tea", "Two to three minutes, at 75 °C."],
];

const CODE_AND_MATHS = [
  "Newton's method walks down the tangent until it meets zero:\n\n",
  "$$x_{n+1} = x_n - \\frac{f(x_n)}{f'(x_n)}$$\n\n",
  "For a square root, $f(x) = x^2 - a$, that is a few lines:\n\n",
  "```python\ndef square_root(a: float, steps: int = 6) -> float:\n    x = max(a, 1.0)\n",
  "    for _ in range(steps):\n        x -= (x * x - a) / (2 * x)  # one step\n    return x\n```\n\n",
  "Each step about **doubles** the digits that are right",
];

const RIGHT_TO_LEFT = "الشاي الأخضر يُنقع من **دقيقتين إلى ثلاث دقائق**:\n\n" +
  "1. سخّن الماء إلى 75 °C.\n2. أضف ملعقة من الأوراق.\n3. صفِّه، ثم قدّمه مع `mint`.\n";

async function running(page: Page, words: string): Promise<void> {
  await page.locator(".message[aria-busy=true]").getByText(words).waitFor();
}

export const SCENES: Readonly<Record<string, Scene>> = {
  "first-visit": {
    talks: [],
    play: async (page) => await page.getByText("Answers come from").waitFor(),
  },
  "streaming": {
    ollama: { answers: [{ steps: CODE_AND_MATHS, end: "open" }] },
    play: async (page) => {
      await ask(page, "How does a computer find a square root?");
      await running(page, "digits that are right");
      await page.locator("math").first().waitFor();
      await page.locator(".code .keyword, .code [class*=keyword]").first().waitFor();
    },
  },
  "branches": {
    ollama: {
      answers: [["Steep it for **four** minutes."], [
        "Green tea wants less: **two to three** minutes, at 75 °C.",
      ]],
    },
    play: async (page) => {
      await ask(page, "How long do I steep tea?");
      await answered(page, "four");
      await page.keyboard.press("ArrowUp");
      await page.getByLabel("Edited message").fill("How long do I steep green tea?");
      await page.keyboard.press("Enter");
      await answered(page, "two to three");
      await page.getByRole("group", { name: "Version 2 of 2" }).hover();
    },
  },
  "queue": {
    ollama: { answers: [{ steps: ["Begin in Alfama, early, before the trams"], end: "open" }] },
    play: async (page) => {
      await ask(page, "Plan a day in Lisbon");
      await running(page, "Alfama");
      await ask(page, "And one for a rainy day, please");
      await page.locator(".doing").getByText("Waiting in the queue, next in line").waitFor();
      await page.locator(".typing .elapsed").waitFor();
    },
  },
  "context": {
    ollama: {
      loaded: ["gemma:2b"],
      answers: [["Once there was a fox. ".repeat(12)], ["It lived by the sea. ".repeat(12)]],
    },
    env: { NUM_CTX: "256" },
    play: async (page) => {
      await ask(page, `Tell me a story about a fox. ${"Take your time. ".repeat(14)}`);
      await answered(page, "fox");
      await ask(page, `And where did it live? ${"Be exact, please. ".repeat(30)}`);
      await page.locator(".forgotten").waitFor();
      await page.getByRole("meter").nth(1).waitFor();
      await page.locator(".forgotten").scrollIntoViewIfNeeded();
    },
  },
  "no-ollama": {
    ollama: false,
    play: async (page) => await page.getByText("Nobody answers at").waitFor(),
  },
  "pull": {
    ollama: {
      models: [],
      pulls: [{
        steps: [
          { line: { status: "pulling manifest" } },
          { line: { status: "pulling 01", digest: "sha256:01", total: 1.7e9, completed: 7e8 } },
        ],
        end: "open",
      }],
    },
    play: async (page) => {
      await page.getByRole("button", { name: "Download gemma:2b" }).click();
      await page.locator(".message.loading").getByText("41 %").waitFor();
    },
  },
  "phone": {
    options: PHONE,
    ollama: { answers: [CODE_AND_MATHS] },
    play: async (page) => {
      await page.getByLabel("Message", { exact: true }).fill("How are square roots found?");
      await sendButton(page).tap();
      await answered(page, "digits that are right");
      await page.locator("math").first().waitFor();
    },
  },
  "dark": {
    options: { colorScheme: "dark" },
    play: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Find" }).fill("te");
      await page.locator(".option b").first().waitFor();
    },
  },
  "right-to-left": {
    ollama: { answers: [[RIGHT_TO_LEFT]] },
    play: async (page) => {
      await ask(page, "كم من الوقت يُنقع الشاي الأخضر؟");
      await answered(page, "دقيقتين");
    },
  },
};

/** Puts a scene up on a page, and hands it over while everything stands. */
export async function stage(
  { ollama = {}, env, talks = TALKS, play }: Scene,
  page: Page,
  { onReady }: { onReady: () => Promise<void> },
): Promise<void> {
  await using fake = ollama ? await startFakeOllama({ models: MODELS, ...ollama }) : undefined;
  await using parley = await startParley({ ...(fake ? { ollama: fake.address } : {}), env });
  for (const talk of talks) await storeTalk(parley.journal, [talk]);
  await page.goto(parley.origin);
  await connected(page);
  await play(page);
  // Those that follow the scrolling run for as long as there is something to scroll.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect, timeline }) =>
      timeline !== document.timeline || playState !== "running" ||
      effect?.getComputedTiming().iterations === Infinity
    )
  );
  await onReady();
}
