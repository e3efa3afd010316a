/** What the lines of an answer say. */
import type { Stats } from "../journal/rows.ts";
import { type Asked, saidFault } from "./faults.ts";
import { type Delta, UpstreamError } from "./ollama.ts";

/**
 * Equal tokens in a row after which an end without `done` is Ollama's guard against loops, which
 * gives up after thirty; the first few of them may have come in one line.
 */
const LOOP = 25;

/** What the lines of one read came to: the delta, and why nothing may come after it. */
export interface AnswerStep {
  delta?: Delta;
  fault?: UpstreamError;
}

/**
 * Reads an answer, one batch of lines at a time. It runs for every token: fields are checked by
 * hand, and nothing is made that is not kept.
 */
export function createAnswerReader(asked: Asked) {
  let last = "";
  let repeats = 0;

  function take(batch: unknown[]): AnswerStep {
    let text = "";
    let thinking = "";
    for (const line of batch) {
      if (!isRecord(line)) return { delta: deltaOf(text, thinking), fault: notAnObject() };
      if (line.error) {
        const said = typeof line.error === "string" ? line.error : JSON.stringify(line.error);
        return { delta: deltaOf(text, thinking), fault: saidFault(said, asked) };
      }
      const message = isRecord(line.message) ? line.message : line;
      const token = message.content ?? message.response;
      const thought = message.thinking;
      if (typeof token === "string") text += token;
      if (typeof thought === "string") thinking += thought;
      if (line.done === true) {
        return {
          delta: { text, thinking, done: { reason: reasonOf(line), stats: statsOf(line) } },
        };
      }
      const said = token || thought;
      if (typeof said !== "string") continue;
      repeats = said.trim() === last ? repeats + 1 : 0;
      last = said.trim();
    }
    return { delta: deltaOf(text, thinking) };
  }

  return {
    take,
    /** Why the answer ended, when it did so without a last line. */
    endedEarly: () =>
      repeats >= LOOP
        ? new UpstreamError("repeating", "The model repeated itself, so Ollama stopped it.")
        : new UpstreamError("interrupted", "Ollama's answer ended early."),
  };
}

function deltaOf(text: string, thinking: string): Delta | undefined {
  return text === "" && thinking === "" ? undefined : { text, thinking };
}

function notAnObject(): UpstreamError {
  return new UpstreamError("bad_reply", "Ollama sent a line that is not an object.");
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
