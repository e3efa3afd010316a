/**
 * Gauges and counters in Prometheus's text format. The library is loaded at the first scrape:
 * most servers are never scraped, and every server has to start.
 */
import type { Queue } from "./chat/queue.ts";
import { type Delta, type Ollama, UpstreamError } from "./ollama/ollama.ts";

/** What is counted as it happens; everything else is read when it is asked for. */
export interface Counts {
  answers: number;
  tokens: number;
  failures: Map<string, number>;
}

export function createCounts(): Counts {
  return { answers: 0, tokens: 0, failures: new Map() };
}

/** The same Ollama, of which every answer is counted. */
export function countAnswers(ollama: Ollama, counts: Counts): Ollama {
  function count(error: unknown): never {
    const code = error instanceof UpstreamError ? error.code : "stopped";
    counts.failures.set(code, (counts.failures.get(code) ?? 0) + 1);
    throw error;
  }
  /** By hand, as every token passes here: a generator would take turns of its own for each. */
  function counted(answer: AsyncIterable<Delta>): AsyncIterable<Delta> {
    return {
      [Symbol.asyncIterator]() {
        counts.answers++;
        const iterator = answer[Symbol.asyncIterator]();
        const look = (result: IteratorResult<Delta>) => {
          if (!result.done) counts.tokens += result.value.done?.stats.answerTokens ?? 0;
          return result;
        };
        return {
          next: () => iterator.next().then(look, count),
          return: async () => await iterator.return?.() ?? { done: true, value: undefined },
        };
      },
    };
  }
  return {
    ...ollama,
    chat: (request, options) => counted(ollama.chat(request, options)),
    generate: (request, options) => counted(ollama.generate(request, options)),
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
    const counters: [string, string, number][] = [
      ["parley_answers_total", "Answers that ended, well or not", counts.answers],
      ["parley_answer_tokens_total", "Tokens of answers, as Ollama counted them", counts.tokens],
    ];
    for (const [name, help, value] of counters) new Counter({ name, help, registers }).inc(value);
    const failures = new Counter({
      name: "parley_answers_failed_total",
      help: "Answers that failed, by the code of their error",
      labelNames: ["code"],
      registers,
    });
    for (const [code, count] of counts.failures) failures.inc({ code }, count);
    return { text: await registry.metrics(), type: registry.contentType };
  };
}
