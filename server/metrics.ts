/**
 * Gauges and counters in Prometheus's text format. The library is loaded at the first scrape:
 * most servers are never scraped, and every server has to start.
 */
import type { ErrorCode } from "../static/protocol.js";
import type { Queue } from "./chat/queue.ts";
import type { AiRow, AnswerEnd } from "./journal/rows.ts";

/** Every way in which an answer ends: a rate wants the 0 that was there before the first one. */
const OUTCOMES: Record<AiRow["reason"] | ErrorCode, number> = {
  stop: 0,
  length: 0,
  stopped: 0,
  unavailable: 0,
  model_missing: 0,
  model_busy: 0,
  timeout: 0,
  interrupted: 0,
  repeating: 0,
  restarted: 0,
  context: 0,
  upstream: 0,
  bad_reply: 0,
  storage: 0,
  no_vision: 0,
};

export type Counts = ReturnType<typeof createCounts>;

/** What is counted as it happens; everything else is read when it is asked for. */
export function createCounts() {
  const answers = { ...OUTCOMES };
  let tokens = 0;
  return {
    /** How many answers ended, by how. */
    answers,
    get tokens() {
      return tokens;
    },
    /** An answer has ended. */
    add(end: AnswerEnd) {
      answers[end.type === "ai" ? end.reason : end.code] += 1;
      if (end.type === "ai") tokens += end.stats?.answerTokens ?? 0;
    },
  };
}

export interface MetricsSources {
  counts: Counts;
  queue: Queue;
  sockets: () => number;
}

/** @returns a function that reads every value now */
export function createMetrics({ counts, queue, sockets }: MetricsSources) {
  return async () => {
    const { Counter, Gauge, Registry } = await import("prom-client");
    const registry = new Registry();
    const registers = [registry];
    const gauges: [string, string, number][] = [
      ["parley_sockets", "WebSockets that are open or closing", sockets()],
      ["parley_answers_running", "Answers that hold a slot", queue.running],
      ["parley_answers_waiting", "Answers that wait for a slot", queue.waiting],
      ["parley_memory_bytes", "Resident memory of the process", Deno.memoryUsage().rss],
    ];
    for (const [name, help, value] of gauges) new Gauge({ name, help, registers }).set(value);
    new Counter({
      name: "parley_answer_tokens_total",
      help: "Tokens of answers, as Ollama counted them: of what is stopped or fails it counts none",
      registers,
    }).inc(counts.tokens);
    const ended = new Counter({
      name: "parley_answers_total",
      help: "Answers that ended: stop, length, stopped, or the code of the error",
      labelNames: ["outcome"],
      registers,
    });
    for (const [outcome, count] of Object.entries(counts.answers)) ended.inc({ outcome }, count);
    return { text: await registry.metrics(), type: registry.contentType };
  };
}
