/** Many answers at a reader's pace, each shown in two tabs: each token's way, and the server's work. */
import type { Alone, Figure } from "../figure.ts";
import { processorTime } from "../processor_time.ts";
import type { Side } from "../programs.ts";
import { alternate, type Stage, startBoth } from "../stage.ts";
import { quantile } from "../statistics.ts";
import { STREAMING } from "./tokens.ts";

const CHATS = 200;
const WISH = { tokens: 500, perSecond: 50 };
/** Milliseconds over which they begin: people do not press Enter all at once. */
const SPREAD = 2_000;
/** The bare loop knows no second tab; what it does with one is told for scale. */
const TABS: Readonly<Record<Side, number>> = { bare: 1, parley: 2 };

export async function measurePace({ runs, ollama, crowd }: Stage): Promise<(Figure | Alone)[]> {
  await using servers = await startBoth(ollama);
  const measure = async (side: Side) => {
    const { origin, pid } = servers[side];
    await crowd.open({ origin, speech: STREAMING[side], sockets: CHATS, tabs: TABS[side] });
    const before = processorTime(pid);
    const { latencies, seconds } = await crowd.ask({ wish: WISH, times: 1, spread: SPREAD });
    const cores = (processorTime(pid) - before) / 1000 / seconds;
    await crowd.close();
    return { late: quantile(latencies, 0.99), cores };
  };
  await alternate(1, measure);
  const { bare, parley } = await alternate(runs, measure);
  const what = `${CHATS} chats × ${WISH.perSecond} tokens/s, ${TABS.parley} tabs each`;
  const values = (name: "late" | "cores") => ({
    bare: bare.map((run) => run[name]),
    parley: parley.map((run) => run[name]),
  });
  return [
    {
      what: `a token's way, ${what}, 99th percentile`,
      unit: "ms",
      values: values("late").parley,
      target: { most: 25 },
    },
    {
      what: "a token's way, the same, beside the bare loop with one tab each",
      unit: "ms",
      values: values("late"),
      against: "difference",
    },
    {
      what: `the server's work, ${what}`,
      unit: "cores",
      values: values("cores").parley,
      target: { most: 1 },
    },
    {
      what: "the server's work, the same, beside the bare loop with one tab each",
      unit: "cores",
      values: values("cores"),
      against: "difference",
    },
  ];
}
