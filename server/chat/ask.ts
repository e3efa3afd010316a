/** One question to Ollama: its stream, and what goes on while it is awaited. */
import type { Phase } from "../../static/protocol.js";
import type { Delta, Ollama } from "../ollama/ollama.ts";

export interface AskOptions {
  model: string;
  /** Begins the stream. */
  request: () => AsyncIterable<Delta>;
  /** Hears what goes on, whenever that changes; without it nobody asks. */
  onPhase?: (phase: Phase) => void;
}

/** After this many milliseconds without a token someone may ask why. */
const PATIENCE = 150;

/** Streams an answer. @throws {UpstreamError} or the reason of the signal that `request` was given */
export async function* ask(
  ollama: Ollama,
  { model, request, onPhase }: AskOptions,
): AsyncGenerator<Delta> {
  using progress = watch({ ollama, model, onPhase });
  for await (const delta of request()) {
    progress.saw(delta);
    yield delta;
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
  const timer = onPhase && setTimeout(look, PATIENCE);

  async function look() {
    try {
      const loaded = await ollama.loaded({ signal: over.signal });
      if (over.signal.aborted) return;
      say(loaded.some(({ name }) => sameModel(name, model)) ? "reading" : "loading");
    } catch {
      // The answer itself will say what is wrong with Ollama; a guess is not worth a second word.
      if (!over.signal.aborted) say("reading");
    }
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

/** Ollama takes a name without a tag for `:latest`. */
function sameModel(a: string, b: string): boolean {
  const whole = (name: string) => name.includes(":") ? name : `${name}:latest`;
  return whole(a) === whole(b);
}
