/**
 * What fits into a model's window. How many tokens a text has only Ollama knows, so that is learned
 * from what it reports: answers are counted exactly, all else is measured by what was learned.
 */
import { fullModelName } from "../ollama/model_name.ts";
import type { ChatMessage, Ollama } from "../ollama/ollama.ts";

/** A turn, with its tokens where Ollama counted them. */
export interface Turn extends ChatMessage {
  tokens?: number;
  /** Hashes of its images. */
  shows?: readonly string[];
}

/** Tokens that a model's template puts around a message; the same few for all that were looked at. */
const AROUND = 6;
/** Tokens a UTF-16 unit, before anything was learned: English has about this many. */
const FIRST_GUESS = 0.25;
/** Tokens of an image, about: from a few hundred to some thousand, as the model has it. */
const IMAGE = 256;
/** How long what Ollama said of a loaded model is believed, in milliseconds. */
const FRESH = 30_000;

export type Windows = ReturnType<typeof createWindows>;

/**
 * @param options.numCtx the window that requests ask for, in tokens; nothing: Ollama's own
 * @param options.now milliseconds on a clock that only goes forward
 */
export function createWindows(
  { ollama, numCtx, now = () => performance.now() }: {
    ollama: Ollama;
    numCtx?: (model: string) => Promise<number | undefined>;
    now?: () => number;
  },
) {
  const density = new Map<string, number>();
  const limits = new Map<string, { limit: number; until: number }>();

  const densityOf = (model: string) => density.get(model) ?? FIRST_GUESS;

  /** About how many tokens messages have for a model. */
  function measure(model: string, turns: readonly Turn[]): number {
    const perUnit = densityOf(model);
    return turns.reduce(
      (sum, { content, tokens, shows = [] }) =>
        sum + AROUND + shows.length * IMAGE + (tokens ?? Math.ceil(content.length * perUnit)),
      0,
    );
  }

  /** The window in force, in tokens; `undefined` while the model is not loaded. */
  async function limitOf(model: string, signal?: AbortSignal): Promise<number | undefined> {
    const asked = await numCtx?.(model);
    if (asked !== undefined) {
      limits.delete(model); // What holds once nothing is asked for any more has to be found out then.
      return asked;
    }
    const known = limits.get(model);
    if (known && known.until > now()) return known.limit;
    const loaded = await ollama.loaded({ signal });
    const limit = loaded.find(({ name }) => fullModelName(name) === fullModelName(model))
      ?.contextLength;
    if (limit === undefined) return undefined;
    limits.set(model, { limit, until: now() + FRESH });
    return limit;
  }

  /** Ollama counted these tokens for these messages, or fewer where it still knew some of them. */
  function learn(model: string, { turns, tokens }: { turns: readonly Turn[]; tokens: number }) {
    if (turns.some(({ shows }) => shows)) return; // What an image has says nothing of a text.
    const units = turns.reduce((sum, { content }) => sum + content.length, 0);
    const counted = (tokens - AROUND * turns.length) / units;
    // A count of what was new alone is too low, never too high, so only a higher one teaches.
    if (counted > (density.get(model) ?? 0) && Number.isFinite(counted)) {
      density.set(model, counted);
    }
  }

  /** These messages were too many for the window, so they have more tokens than was thought. */
  function learnTooLong(
    model: string,
    { turns, limit }: { turns: readonly Turn[]; limit: number },
  ) {
    if (turns.some(({ shows }) => shows)) return;
    const known = turns.reduce((sum, { tokens }) => sum + AROUND + (tokens ?? 0), 0);
    const units = turns.reduce(
      (sum, { content, tokens }) => sum + (tokens ? 0 : content.length),
      0,
    );
    const atLeast = units > 0 ? (limit + 1 - known) / units : 0;
    density.set(model, Math.max(densityOf(model) * 1.1, atLeast));
  }

  return { measure, limitOf, learn, learnTooLong };
}
