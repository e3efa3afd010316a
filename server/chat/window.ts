/** How much a model can be told at once. */
import { fullModelName } from "../ollama/model_name.ts";
import type { Ollama } from "../ollama/ollama.ts";

/** How long what Ollama said of a loaded model is believed, in milliseconds. */
const FRESH = 30_000;

export type Windows = ReturnType<typeof createWindows>;

/** @param options.numCtx the window that requests ask for, in tokens; nothing: Ollama's own */
export function createWindows(
  { ollama, numCtx }: {
    ollama: Ollama;
    numCtx: (model: string) => Promise<number | undefined>;
  },
) {
  const limits = new Map<string, { limit: number; until: number }>();

  /** The window in force, in tokens; `undefined` while the model is not loaded. */
  async function limitOf(name: string, signal?: AbortSignal): Promise<number | undefined> {
    const asked = await numCtx(name);
    const model = fullModelName(name);
    if (asked !== undefined) {
      limits.delete(model); // What holds once nothing is asked for any more has to be found out then.
      return asked;
    }
    const known = limits.get(model);
    if (known && known.until > performance.now()) return known.limit;
    const loaded = await ollama.loaded({ signal });
    const limit = loaded.find(({ name }) => fullModelName(name) === model)?.contextLength;
    if (limit === undefined) return undefined;
    limits.set(model, { limit, until: performance.now() + FRESH });
    return limit;
  }

  return { limitOf };
}
