/** What a server holds on to, as Linux and the server itself count it. */
import { processorTime } from "../../bench/processor_time.ts";
import { settledMemory } from "../../bench/resident_memory.ts";
import type { Finding } from "../support/invariants.ts";
import { delay } from "./delay.ts";

export interface Resources {
  /** Open file descriptors, sockets among them. */
  files: number;
  /** Resident memory, in MiB. */
  memory: number;
  /** WebSockets, as the server's own metrics say. */
  sockets: number;
  /** Answers that run or wait, as they say. */
  answers: number;
  /** Milliseconds of work in a second in which nobody asks for anything. */
  work: number;
}

/**
 * What may be more afterwards: connections to Ollama that wait to be used again, the files of a
 * worker that is about to end, V8's own growth.
 */
const ROOM: Resources = { files: 16, memory: 48, sockets: 0, answers: 0, work: 200 };

/**
 * @param options.port where the server listens
 * @returns `undefined` where nobody counts as Linux does
 */
export async function resourcesOf(
  pid: number,
  { port }: { port: number },
): Promise<Resources | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const gauge = (name: string) =>
    [...metrics.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, "gm"))]
      .reduce((sum, [, value]) => sum + Number(value), 0);
  const before = processorTime(pid);
  await delay(1_000);
  return {
    files: [...Deno.readDirSync(`/proc/${pid}/fd`)].length,
    memory: await settledMemory(pid) / 1024,
    sockets: gauge("parley_sockets"),
    answers: gauge("parley_answers_running") + gauge("parley_answers_waiting"),
    work: processorTime(pid) - before,
  };
}

/** What there is more of than before. */
export function findingsInResources(before?: Resources, after?: Resources): Finding[] {
  if (!before || !after) return [];
  const keys = ["files", "memory", "sockets", "answers", "work"] as const;
  return keys.filter((key) => after[key] > before[key] + ROOM[key]).map((key) => ({
    rule: "resources",
    message: `Of ${key} there are ${Math.round(after[key])}, after ${Math.round(before[key])}.`,
  }));
}
