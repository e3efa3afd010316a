/** From the lines of an answer to what Parley knows of it. */
import type { Stats } from "../journal/rows.ts";
import { type Asked, saidFault } from "./faults.ts";
import { type Delta, UpstreamError } from "./ollama.ts";

/**
 * Equal tokens in a row after which an end without `done` is Ollama's guard against loops, which
 * gives up after thirty; the first few of them may have come in one line.
 */
const LOOP = 25;

/**
 * Turns batches of lines into deltas, one a batch; the last one has `done`. Runs for every token:
 * fields are checked by hand, and nothing is made that is not kept.
 * @throws {UpstreamError} after giving all that came before the fault
 */
export async function* answerStream(
  batches: AsyncIterable<unknown[]>,
  asked: Asked,
): AsyncGenerator<Delta, void, void> {
  let last = "";
  let repeats = 0;
  for await (const batch of batches) {
    let text = "";
    let thinking = "";
    let fault: UpstreamError | undefined;
    for (const line of batch) {
      if (!isRecord(line)) {
        fault = new UpstreamError("bad_reply", "Ollama sent a line that is not an object.");
        break;
      }
      if (line.error !== undefined) {
        const { error } = line;
        fault = saidFault(typeof error === "string" ? error : JSON.stringify(error), asked);
        break;
      }
      const message = isRecord(line.message) ? line.message : line;
      const token = message.content ?? message.response;
      const thought = message.thinking;
      if (typeof token === "string") text += token;
      if (typeof thought === "string") thinking += thought;
      if (line.done === true) {
        yield { text, thinking, done: { reason: reasonOf(line), stats: statsOf(line) } };
        return;
      }
      const said = token || thought;
      if (typeof said !== "string") continue;
      repeats = said.trim() === last ? repeats + 1 : 0;
      last = said.trim();
    }
    if (text !== "" || thinking !== "") yield { text, thinking };
    if (fault) throw fault;
  }
  throw repeats >= LOOP
    ? new UpstreamError("repeating", "The model repeated itself, so Ollama stopped it.")
    : new UpstreamError("interrupted", "Ollama's answer ended early.");
}

function reasonOf(line: Record<string, unknown>): "stop" | "length" {
  return line.done_reason === "length" ? "length" : "stop";
}

/** Ollama's names for what it counted, with ours; its durations are nanoseconds. */
const COUNTS = [["prompt_eval_count", "promptTokens"], ["eval_count", "answerTokens"]] as const;
const DURATIONS = [
  ["prompt_eval_duration", "promptMs"],
  ["eval_duration", "answerMs"],
  ["load_duration", "loadMs"],
  ["total_duration", "totalMs"],
] as const;

function statsOf(line: Record<string, unknown>): Stats {
  const stats: Stats = {};
  for (const [theirs, ours] of COUNTS) {
    const count = line[theirs];
    if (typeof count === "number") stats[ours] = count;
  }
  for (const [theirs, ours] of DURATIONS) {
    const nanoseconds = line[theirs];
    if (typeof nanoseconds === "number") stats[ours] = nanoseconds / 1e6;
  }
  return stats;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
