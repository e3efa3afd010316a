/** Many answers at a reader's pace, each shown in two tabs: each token's way, and the server's work. */
import type { Alone } from "../figure.ts";
import { processorTime } from "../processor_time.ts";
import { startServer } from "../server.ts";
import type { Stage } from "../stage.ts";
import { quantile } from "../statistics.ts";

const CHATS = 200;
const TABS = 2;
const WISH = { tokens: 250, perSecond: 50 };

export async function measurePace({ runs, ollama, crowd }: Stage): Promise<Alone[]> {
  await using server = await startServer("parley", { ollama });
  const measure = async () => {
    await crowd.open({
      origin: server.origin,
      speech: "conversations",
      sockets: CHATS,
      tabs: TABS,
    });
    const before = processorTime(server.pid);
    const { latencies, seconds } = await crowd.ask({ wish: WISH, times: 1 });
    const cores = (processorTime(server.pid) - before) / 1000 / seconds;
    await crowd.close();
    return { late: quantile(latencies, 0.99), cores };
  };
  await measure();
  const measured = [];
  for (let run = 0; run < runs; run++) measured.push(await measure());
  const what = `${CHATS} chats × ${WISH.perSecond} tokens/s, ${TABS} tabs each`;
  return [
    {
      what: `a token's way, ${what}, 99th percentile`,
      unit: "ms",
      values: measured.map(({ late }) => late),
      target: { most: 25 },
    },
    {
      what: `the server's work, ${what}`,
      unit: "cores",
      values: measured.map(({ cores }) => cores),
      target: { most: 1 },
    },
  ];
}
