/** The page's clock, which stands still until a test moves it. A frame takes 16 milliseconds. */
import type { Clock } from "../../static/clock.js";
import { createManualClock, type ManualClock } from "./manual_clock.ts";

export type PageClock = Clock & ManualClock;

export function createPageClock(): PageClock {
  const clock = createManualClock();
  return Object.assign(clock, { nextFrame: (callback: () => void) => clock.after(16, callback) });
}
