/** From the steps of a pull to what a person wants to know of it. */
import type { PullStep } from "./ollama.ts";

export interface Progress {
  /** One or two plain words. */
  status: string;
  /** Of all bytes that Ollama has named so far, 0 to 100 with one decimal; it never goes back. */
  percent?: number;
  bytesPerSecond?: number;
  secondsLeft?: number;
}

/** Ollama's words, by how they begin, and ours. */
const STATUSES: [prefix: string, status: string][] = [
  ["pulling manifest", "looking it up"],
  ["pulling", "downloading"],
  ["verifying", "checking"],
  ["writing", "finishing"],
  ["removing", "finishing"],
  ["success", "finishing"],
];

/** A measure of speed is taken over at least this many milliseconds. */
const SAMPLE = 500;

/** How many milliseconds the speed that is shown looks back, about. */
const MEMORY = 4000;

/**
 * Follows one pull. A layer that Ollama has already in part does not count as speed.
 * @param options.now milliseconds, on a clock that does not jump
 */
export function createPullProgress({ now }: { now: () => number }): (step: PullStep) => Progress {
  const layers = new Map<string, { total: number; completed: number }>();
  let percent: number | undefined;
  let speed: number | undefined;
  let received = 0;
  let sample: { at: number; received: number } | undefined;

  function measure(): void {
    sample ??= { at: now(), received };
    const elapsed = now() - sample.at;
    if (elapsed < SAMPLE) return;
    const latest = (received - sample.received) / elapsed * 1000;
    const weight = 1 - Math.exp(-elapsed / MEMORY);
    speed = speed === undefined ? latest : speed + (latest - speed) * weight;
    sample = { at: now(), received };
  }

  return ({ status: said, digest, total, completed = 0 }) => {
    const status = STATUSES.find(([prefix]) => said.startsWith(prefix))?.[1] ?? said;
    let left = 0;
    if (digest !== undefined && total !== undefined) {
      received += Math.max(0, completed - (layers.get(digest)?.completed ?? completed));
      layers.set(digest, { total, completed });
      measure();
      const { done, all } = sum(layers.values());
      if (all > 0) percent = Math.max(percent ?? 0, Math.floor(done / all * 1000) / 10);
      left = all - done;
    }
    const bytesPerSecond = left > 0 && speed ? Math.round(speed) : 0;
    return {
      status,
      ...(percent !== undefined && { percent }),
      ...(bytesPerSecond > 0 && { bytesPerSecond, secondsLeft: Math.ceil(left / bytesPerSecond) }),
    };
  };
}

function sum(layers: Iterable<{ total: number; completed: number }>) {
  let [done, all] = [0, 0];
  for (const { total, completed } of layers) {
    done += completed;
    all += total;
  }
  return { done, all };
}
