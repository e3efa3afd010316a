/**
 * The end of an answer of 20,000 tokens, as it is written at 100 tokens a second: the page shows
 * every frame, holds up no key, and has no task of more than 50 ms.
 */
import assert from "node:assert/strict";
import { sharedBrowser } from "../support/chromium.ts";
import { startFakeOllama, type Step } from "../support/fake_ollama.ts";
import { ask, connected, field } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { framesOf, median, tasksWhile, watchFrames } from "./measure.ts";

const open = sharedBrowser();

const RUNS = 3;

/** Four letters each. The last ones are those that are measured. */
const TOKENS = { all: 20_000, measured: 600, perSecond: 100 };

const MARK = "measured";

const PART = (word: string) =>
  `## A part of it

Some **bold** words, *soft* ones, \`code\` and [a link](https://a.example/), which go on for a while as
answers do, in sentences that nobody reads.

- ${word} thing
- another, with \`code\`
  1. in order
  2. of course

\`\`\`python
def squares(numbers):
    """Of each one."""
    return [number ** 2 for number in numbers]  # done
\`\`\`

| name | value | remark |
|------|------:|--------|
| one  | 1     | $x^2$  |
| two  | 2     | none   |

`;

/** What an answer begins with, and what it goes on with. */
const SHAPES: Record<string, [begin: string, part: (word: string) => string]> = {
  "of all kinds": ["", PART],
  "that is one block of code": ["\`\`\`js\n", (word) => `const ${word} = 42; // so\n`],
  "that is one table": [
    "| name | value | remark |\n|---|--:|---|\n",
    (word) => `| ${word} of **them** | 1 | \`none\` |\n`,
  ],
  "that is one list": ["", (word) => `- ${word} thing, with \`code\`\n`],
  "that is one paragraph": ["", (word) => `The ${word} **bold** word of many that go on. `],
};

/** Tokens as a model writes them: at a pace, whatever the page does. */
async function* paced(tokens: readonly string[]): AsyncGenerator<Step> {
  const started = performance.now();
  for (const [index, token] of tokens.entries()) {
    const early = started + index * 1_000 / TOKENS.perSecond - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    yield token;
  }
}

const tokensOf = (text: string) => text.match(/[^]{1,4}/g) ?? [];

async function measure([begin, part]: [string, (word: string) => string]) {
  const go = Promise.withResolvers<void>();
  const size = 4 * (TOKENS.all - TOKENS.measured);
  const first = begin + part("one").repeat(Math.ceil(size / part("one").length)) + part(MARK);
  const rest = part("one").repeat(Math.ceil(4 * TOKENS.measured / part("one").length));
  async function* steps(): AsyncGenerator<Step> {
    const tokens = tokensOf(first);
    for (let at = 0; at < tokens.length; at += 200) yield { tokens: tokens.slice(at, at + 200) };
    await go.promise;
    yield* paced(tokensOf(rest).slice(0, TOKENS.measured));
  }
  await using fake = await startFakeOllama({ answers: [{ steps: steps() }] });
  await using parley = await startParley({ ollama: fake.address });
  await using tab = await open(parley.origin);
  const { page } = tab;
  await connected(page);
  await ask(page, "Write much");
  await page.locator(".message.ai").getByText(MARK).first().waitFor();
  await watchFrames(page);
  const tasks = await tasksWhile(page, async () => {
    go.resolve();
    const ended = page.locator(".message.ai:not([aria-busy=true])").waitFor();
    await field(page).pressSequentially("One can write meanwhile.", { delay: 150 });
    await ended;
  });
  return { longest: tasks[0] ?? 0, ...await framesOf(page) };
}

for (const [name, shape] of Object.entries(SHAPES)) {
  Deno.test(`an answer of 20,000 tokens ${name} is written smoothly`, async () => {
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await measure(shape));
    const perSecond = median(runs.map((run) => run.perSecond));
    const longest = median(runs.map((run) => run.longest));
    const key = median(runs.map((run) => Math.max(0, ...run.keys)));
    console.log(
      `${name}: ${perSecond} frames/s, longest task ${
        longest.toFixed(0)
      } ms, slowest key ${key} ms`,
    );
    assert.ok(perSecond >= 55, `${perSecond} frames/s`);
    assert.ok(longest <= 50, `${longest} ms`);
    assert.ok(key <= 100, `${key} ms until a key was seen`);
  });
}
