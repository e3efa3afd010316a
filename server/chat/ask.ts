/** One question to Ollama: its stream, and what goes on while it is awaited. */
import type { Phase } from "../../static/protocol.js";
import { fullModelName } from "../ollama/model_name.ts";
import { type Delta, type Ollama, UpstreamError } from "../ollama/ollama.ts";
import { TooLate, within } from "../within.ts";
import { delay } from "./delay.ts";

export interface AskOptions {
  model: string;
  /** Begins the stream. */
  request: () => AsyncIterable<Delta> | Promise<AsyncIterable<Delta>>;
  signal: AbortSignal;
  /** Hears what goes on, whenever that changes; without it nobody asks. */
  onPhase?: (phase: Phase) => void;
  /** From 0 to 1, to spread those who try again. @default {Math.random} */
  random?: () => number;
}

/** After this many milliseconds without a token someone may ask why. */
const PATIENCE = 150;
/** While the prompt is not being read, someone looks again after so many milliseconds. */
const LOOK_AGAIN = 500;
/** An Ollama that says nothing for so many milliseconds does not respond. */
const SILENCE = 1_000;
/** Milliseconds to wait, each time that Ollama is too busy to take a question. */
const BUSY_WAITS = [1_000, 2_000, 4_000];

/**
 * Streams an answer. Where Ollama is too busy to begin, it is asked again a few times. Every token
 * goes through here, and each generator on its way costs it a microsecond: this is one, not three.
 * @throws {UpstreamError} or the signal's reason
 */
export async function* ask(
  ollama: Ollama,
  { model, request, signal, onPhase, random = Math.random }: AskOptions,
): AsyncGenerator<Delta> {
  for (const wait of [...BUSY_WAITS, undefined]) {
    {
      using progress = watch({ ollama, model, onPhase });
      let begun = false;
      try {
        for await (const delta of await request()) {
          begun = true;
          progress.saw(delta);
          yield delta;
        }
        return;
      } catch (error) {
        const busy = error instanceof UpstreamError && error.code === "model_busy";
        if (!busy || begun || wait === undefined) throw error;
      }
    }
    onPhase?.("busy");
    await delay(wait * (0.75 + random() / 2), signal);
  }
}

/**
 * Says what a running answer is doing. Ollama sends nothing before the first token, so whoever
 * waits long enough to wonder is told whether the model is still being loaded.
 */
function watch(
  { ollama, model, onPhase }: Pick<AskOptions, "model" | "onPhase"> & { ollama: Ollama },
) {
  const over = new AbortController();
  let phase: Phase | undefined;
  const say = (next: Phase) => {
    if (next === phase) return;
    phase = next;
    onPhase?.(next);
  };
  let timer = onPhase && setTimeout(look, PATIENCE);

  async function look() {
    const next = await phaseOf(model, ollama);
    if (over.signal.aborted) return;
    say(next);
    if (next !== "reading") timer = setTimeout(look, LOOK_AGAIN);
  }

  return {
    saw({ text, thinking }: Delta) {
      if (phase === "writing") return;
      if (text !== "") say("writing");
      else if (thinking !== "") say("thinking");
      if (!over.signal.aborted) stop();
    },
    [Symbol.dispose]: stop,
  };

  function stop() {
    clearTimeout(timer);
    over.abort();
  }
}

/** What goes on before the first token, as far as Ollama tells. */
async function phaseOf(
  model: string,
  ollama: Ollama,
): Promise<"loading" | "reading" | "silent"> {
  try {
    const loaded = await within(SILENCE, () => ollama.loaded());
    const names = loaded.map(({ name }) => fullModelName(name));
    return names.includes(fullModelName(model)) ? "reading" : "loading";
  } catch (error) {
    // What else is wrong with Ollama the answer itself will say; this is only a hint.
    return error instanceof TooLate ? "silent" : "reading";
  }
}
