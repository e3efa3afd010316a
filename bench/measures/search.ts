/** How long a search takes, and whether streams feel it. */
import type { Alone } from "../figure.ts";
import { makeLibrary, wordAt } from "../library.ts";
import { startServer } from "../server.ts";
import type { Stage } from "../stage.ts";
import { quantile } from "../statistics.ts";
import { STREAMING } from "./tokens.ts";

const MESSAGES = 100_000;
const CHATS = 8;
const WISH = { tokens: 250, perSecond: 50 };

/** Common, seldom, together, in part, not at all, and too short for the index. */
const QUERIES = [
  wordAt(0),
  wordAt(19_000),
  `${wordAt(1)} ${wordAt(2)}`,
  `${wordAt(0)} ${wordAt(18_000)}`,
  wordAt(9).slice(1, 5),
  "nowhere to be found",
  wordAt(3).slice(0, 2),
];

export async function measureSearch({ runs, ollama, crowd }: Stage): Promise<Alone[]> {
  await using library = await makeLibrary({
    conversations: 1000,
    messages: MESSAGES / 1000,
    characters: 600,
    indexed: true,
  });
  const times: number[] = [];
  const first: number[] = [];
  const latencies: number[] = [];
  for (let run = 0; run < runs; run++) {
    await using server = await startServer("parley", { ollama, folder: library.folder });
    const search = async (query: string) => {
      const begun = performance.now();
      const url = `${server.origin}/api/conversations?q=${encodeURIComponent(query)}`;
      await (await fetch(url)).json();
      return performance.now() - begun;
    };
    first.push(await search(QUERIES[0]));
    await crowd.open({ origin: server.origin, speech: STREAMING.parley, sockets: CHATS });
    const asked = crowd.ask({ wish: WISH, times: 1 });
    let over = false;
    const streamed = asked.finally(() => over = true);
    const took: number[] = [];
    while (!over) for (const query of QUERIES) took.push(await search(query));
    times.push(quantile(took, 1));
    latencies.push(quantile((await streamed).latencies, 1));
    await crowd.close();
  }
  const what = `over ${MESSAGES.toLocaleString("en")} messages`;
  return [
    { what: `search ${what}, the slowest`, unit: "ms", values: times, target: { most: 100 } },
    { what: `the first search ${what} after a start`, unit: "ms", values: first },
    {
      what: `a token's way while someone searches, the longest`,
      unit: "ms",
      values: latencies,
      target: { most: 50 },
    },
  ];
}
