/** What a large database costs a server that was just started on it. */
import { stat } from "node:fs/promises";
import type { Figure } from "../figure.ts";
import { makeLibrary } from "../library.ts";
import { settledMemory } from "../resident_memory.ts";
import { startServer } from "../server.ts";
import type { Stage } from "../stage.ts";

const LIBRARY = { conversations: 1000, messages: 100, characters: 18_000 };

/** The sides are both Parley: on nothing, and on a database of some 1 GB. */
export async function measureStartBig({ runs, ollama }: Stage): Promise<Figure[]> {
  await using library = await makeLibrary(LIBRARY);
  const { size } = await stat(`${library.folder}/parley.db`);
  const large = await startsOn(library.folder, { runs, ollama });
  const empty = await startsOn(undefined, { runs, ollama });
  const what = `on ${(size / 1e9).toFixed(1)} GB over an empty folder, 1,000 conversations`;
  return [
    {
      what: `cold start ${what}`,
      unit: "ms",
      values: { bare: empty.starts, parley: large.starts },
      against: "difference",
      target: { most: 300 },
    },
    {
      what: `memory idle ${what}`,
      unit: "MiB",
      values: { bare: empty.memory, parley: large.memory },
      against: "difference",
      target: { most: 5 },
    },
  ];
}

async function startsOn(
  folder: string | undefined,
  { runs, ollama }: { runs: number; ollama: string },
): Promise<{ starts: number[]; memory: number[] }> {
  const [starts, memory]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    await using server = await startServer("parley", { ollama, folder });
    starts.push(server.coldStart);
    memory.push(await settledMemory(server.pid) / 1024);
  }
  return { starts, memory };
}
