/** How soon the page is there, and how soon a long conversation is. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/chromium.ts";
import { connected } from "../support/page_steps.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";
import { median } from "./measure.ts";

const open = sharedBrowser();

const RUNS = 5;

const ANSWER =
  `Some **bold** words, *soft* ones, \`code\` and [a link](https://a.example/), which go on
for a while as answers do, in sentences that nobody reads.

- one thing
- another, with \`code\`

\`\`\`python
def squares(numbers):
    return [number ** 2 for number in numbers]  # done
\`\`\`
`;

/** Milliseconds from the click on a conversation until words of it are painted. */
function opened(page: Page, { id, words }: { id: string; words: string }): Promise<number> {
  return page.evaluate(({ id, words }) => {
    const link = document.querySelector<HTMLAnchorElement>(`a[href="#/c/${id}"]`);
    const list = document.querySelector("[role=log]");
    if (!link || !list) throw new Error("The conversation is not in the list.");
    return new Promise<number>((resolve) => {
      const started = performance.now();
      const look = () => {
        if (!list.lastElementChild?.textContent?.includes(words)) {
          return requestAnimationFrame(look);
        }
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
      };
      link.click();
      look();
    });
  }, { id, words });
}

Deno.test("a conversation of 1,000 messages is there within 300 ms", async () => {
  await using parley = await startParley();
  const turns = Array.from(
    { length: 500 },
    (_, at) => [`Question ${at}?`, `${ANSWER}\nThat was answer ${at}.`] as const,
  );
  const long = await storeTalk(parley.journal, turns);
  const short = await storeTalk(parley.journal, [["Hi?", "Hello to you."]]);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await using tab = await open(`${parley.origin}/#/c/${short}`);
    await connected(tab.page);
    await tab.page.getByText("Hello to you.").waitFor();
    times.push(await opened(tab.page, { id: long, words: "That was answer 499." }));
    // All of it is there in the end, for who looks for words and for who listens.
    await tab.page.waitForFunction(() => document.querySelectorAll(".message").length === 1_000);
  }
  console.log(`1,000 messages: ${times.map(Math.round).join(", ")} ms`);
  assert.ok(median(times) < 300, `${median(times)} ms`);
});

Deno.test("the page is painted within a second on a processor four times as slow", async () => {
  await using parley = await startParley();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await using tab = await open(parley.origin);
    const session = await tab.page.context().newCDPSession(tab.page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await tab.page.reload();
    await connected(tab.page);
    times.push(
      await tab.page.evaluate(() =>
        performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity
      ),
    );
  }
  console.log(`first paint: ${times.map(Math.round).join(", ")} ms`);
  assert.ok(median(times) < 1_000, `${median(times)} ms`);
});
