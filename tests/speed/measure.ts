/** Takes the page's times, so that what else the machine does tells as little as possible. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the thread's own time. */
  tdur?: number;
  args?: { name?: string };
}

/**
 * What each task of the page took of the processor, in milliseconds, the longest first, while
 * something was done. Time on the clock would tell more of what else this machine does.
 */
export async function tasksWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser() ?? assert.fail("a page has a browser");
  await browser.startTracing(page, { categories: ["toplevel"] });
  await act();
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const events: TraceEvent[] = trace.traceEvents;
  const id = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(events.filter(({ args }) => args?.name === "CrRendererMain").map(id));
  return events.filter((event) => /RunTask/.test(event.name) && main.has(id(event)))
    .map(({ tdur = 0 }) => tdur / 1_000).sort((one, other) => other - one);
}

/** Begins to note when the page paints, and how long a key takes until it is seen. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames: number[] = [];
    const keys: number[] = [];
    Object.assign(globalThis, { watched: { frames, keys } });
    const note = (time: number) => {
      frames.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    const options = { type: "event", durationThreshold: 16 };
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) {
        if (name === "keydown") keys.push(duration);
      }
    }).observe(options);
  });
}

/**
 * @returns `perSecond` is the median over the whole seconds that were watched; `keys` are the
 *   milliseconds of those keys that took longer than a frame
 */
export async function framesOf(page: Page): Promise<{ perSecond: number; keys: number[] }> {
  const { frames, keys }: { frames: number[]; keys: number[] } = await page.evaluate(() =>
    Reflect.get(globalThis, "watched")
  );
  const seconds = Map.groupBy(frames, (time) => Math.floor((time - frames[0]) / 1_000));
  const counts = [...seconds.values()].slice(0, -1).map(({ length }) => length);
  return { perSecond: median(counts), keys };
}
