/** What every measure works with, and how its runs take turns. */
import { type Child, startChild } from "./child.ts";
import { type Crowd, gatherCrowd } from "./crowd.ts";
import { fromSource, type Side, SIDES } from "./programs.ts";
import { startServer } from "./server.ts";

export interface Stage extends AsyncDisposable {
  /** How often each thing is measured on each side. */
  runs: number;
  /** The origin of the fake Ollama. */
  ollama: string;
  crowd: Crowd;
}

/** @param options.clients processes that the clients share */
export async function openStage(
  { runs, clients }: { runs: number; clients: number },
): Promise<Stage> {
  await using held = new AsyncDisposableStack();
  const fake = held.use(await startChild(fromSource("fake.ts")));
  const crowd = held.use(await gatherCrowd(clients));
  const end = held.move();
  return { runs, ollama: fake.origin, crowd, [Symbol.asyncDispose]: () => end.disposeAsync() };
}

/** Measures both sides in turn, the other one first each time. */
export async function alternate<Value>(
  runs: number,
  measure: (side: Side) => Promise<Value>,
): Promise<Record<Side, Value[]>> {
  const values: Record<Side, Value[]> = { bare: [], parley: [] };
  for (let run = 0; run < runs; run++) {
    for (const side of run % 2 === 0 ? SIDES : SIDES.toReversed()) {
      values[side].push(await measure(side));
    }
  }
  return values;
}

/** Starts both servers, of which only the one that is measured has anything to do. */
export async function startBoth(
  ollama: string,
): Promise<Record<Side, Child> & AsyncDisposable> {
  await using held = new AsyncDisposableStack();
  const bare = held.use(await startServer("bare", { ollama }));
  const parley = held.use(await startServer("parley", { ollama }));
  const end = held.move();
  return { bare, parley, [Symbol.asyncDispose]: () => end.disposeAsync() };
}
