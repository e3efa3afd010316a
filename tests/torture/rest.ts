/** After the storm: until nothing is deleted, runs or waits, and everyone shows the same. */
import type { Tab } from "./client.ts";
import { delay } from "./delay.ts";
import { answers, isPending } from "./verbs.ts";

/** How long it may take, in milliseconds. */
const PATIENCE = 30_000;
const LOOK_AGAIN = 25;
/** Someone asks for what is deleted once in so many looks, and believes so many refusals. */
const LOOKS_PER_TRY = 4;
const SURE = 4;

/**
 * Who thought better of a deletion too late finds nothing any more; such tabs are left alone.
 * @returns what did not come to rest in time, in words
 */
export async function comeToRest(all: readonly Tab[]): Promise<string[]> {
  const until = performance.now() + PATIENCE;
  const before = new Map(all.map((tab) => [tab, tab.timesGone]));
  let tabs = all;
  for (let looks = 0; performance.now() < until; looks++) {
    // Now that nothing else is asked, only what was erased is refused like that, again and again.
    const isErased = (tab: Tab) => tab.timesGone - (before.get(tab) ?? 0) >= SURE;
    const erased = new Set(all.filter(isErased).map(({ conversation }) => conversation));
    tabs = all.filter(({ conversation }) => !erased.has(conversation));
    if (looks % LOOKS_PER_TRY === 0) bringBack(tabs);
    if (unrest(tabs).length > 0) await delay(LOOK_AGAIN);
    else if (await staysQuiet(tabs, until)) return [];
  }
  return unrest(tabs);
}

/** Takes back what was deleted, as long as that can be done. */
export function bringBack(tabs: readonly Tab[]) {
  for (const tab of tabs) {
    const { conversation } = tab;
    if (tab.look().deleted || !tab.isComplete) tab.send({ type: "restore", conversation });
  }
}

/** Whether all that was sent before now has been answered, and has changed nothing. */
async function staysQuiet(tabs: readonly Tab[], until: number): Promise<boolean> {
  const before = tabs.map((tab) => tab.look().last);
  const pongs = tabs.map((tab) => tab.pongs);
  for (const tab of tabs) tab.send({ type: "ping", at: 0 });
  const isAnswered = () => tabs.every((tab, index) => tab.pongs > pongs[index]);
  while (!isAnswered() && unrest(tabs).length === 0 && performance.now() < until) {
    await delay(LOOK_AGAIN);
  }
  await delay(4 * LOOK_AGAIN);
  return isAnswered() && unrest(tabs).length === 0 &&
    tabs.every((tab, index) => tab.look().last === before[index]);
}

function unrest(tabs: readonly Tab[]): string[] {
  return tabs.flatMap((tab) => {
    const shown = tab.look();
    const pending = answers(shown).filter(isPending).map(({ id }) => id);
    const others = tabs.filter(({ conversation }) => conversation === tab.conversation);
    const isBehind = others.some((other) => other.look().last > shown.last);
    return [
      ...tab.isComplete ? [] : [`${tab.name} is not connected`],
      ...tab.unaccepted === 0 ? [] : [`${tab.name} waits for ${tab.unaccepted} acceptances`],
      ...pending.length === 0 ? [] : [`${tab.name} waits for ${pending.join(", ")}`],
      ...shown.deleted ? [`${tab.name} shows that it was deleted`] : [],
      ...isBehind ? [`${tab.name} shows only what there is up to ${shown.last}`] : [],
    ];
  });
}
