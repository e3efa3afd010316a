/** How long a cold start takes, and what the process weighs while nobody is there. */
import type { Figure, Missing } from "../figure.ts";
import { compileBoth, SOURCES } from "../programs.ts";
import { settledMemory } from "../resident_memory.ts";
import { type ServerOptions, startServer } from "../server.ts";
import { alternate, type Stage } from "../stage.ts";

type Commands = ServerOptions["commands"];

export async function measureStart({ runs, ollama }: Stage): Promise<(Figure | Missing)[]> {
  const run = await measureForm("deno run", { commands: SOURCES, ollama, runs });
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  try {
    const commands = await compileBoth(folder);
    return [...run, ...await measureForm("compiled", { commands, ollama, runs, held: true })];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [...run, { what: "cold start and idle memory, compiled", missing: error.message }];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** @param options.held whether the form is held to the targets */
async function measureForm(
  form: string,
  { commands, ollama, runs, held = false }: {
    commands: Commands;
    ollama: string;
    runs: number;
    held?: boolean;
  },
): Promise<Figure[]> {
  const starts = await alternate(runs, async (side) => {
    await using server = await startServer(side, { ollama, commands });
    const memory = await settledMemory(server.pid) / 1024;
    return { coldStart: server.coldStart, memory };
  });
  const valuesOf = (key: "coldStart" | "memory") => ({
    bare: starts.bare.map((start) => start[key]),
    parley: starts.parley.map((start) => start[key]),
  });
  return [
    {
      what: `cold start to the first /health, ${form}`,
      unit: "ms",
      values: valuesOf("coldStart"),
      against: "difference",
      ...(held && { target: { most: 70 } }),
    },
    {
      what: `memory idle, ${form}`,
      unit: "MiB",
      values: valuesOf("memory"),
      against: "difference",
      ...(held && { target: { most: 30 } }),
    },
  ];
}
