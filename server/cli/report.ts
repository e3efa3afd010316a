/** How `parley verify` says what it found, to people and to programs. */
import type { Step } from "./checklist.ts";

/** Wide enough for the longest name. */
const NAME_WIDTH = 13;

/** One line for a hop: ✓, ✗ or –, its name, what was found, and what to do about it. */
export function lineOf({ name, ok, skipped, detail, advice }: Step): string {
  const mark = ok ? "✓" : skipped ? "–" : "✗";
  return `${mark} ${name.padEnd(NAME_WIDTH)}  ${detail}${advice ? ` → ${advice}` : ""}`;
}

/** Everything as one JSON object on one line. */
export function jsonOf(steps: readonly Step[]): string {
  return JSON.stringify({ ok: allOk(steps), steps });
}

export function allOk(steps: readonly Step[]): boolean {
  return steps.every(({ ok }) => ok);
}
