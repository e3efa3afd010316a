/** How long a token is on its way, from the fake's write to the client's receipt. */
import type { Figure } from "../figure.ts";
import type { Side } from "../programs.ts";
import { alternate, type Stage, startBoth } from "../stage.ts";
import { median, quantile } from "../statistics.ts";
import { STREAMING } from "./tokens.ts";

const CHATS = 100;
const WISH = { tokens: 150, perSecond: 50 };

/**
 * Writer and reader are the same two processes for both sides, so what their clocks differ by is
 * in both figures and not in the difference.
 */
export async function measureLatency({ runs, ollama, crowd }: Stage): Promise<Figure[]> {
  await using servers = await startBoth(ollama);
  const measure = async (side: Side) => {
    const { origin } = servers[side];
    await crowd.open({ origin, speech: STREAMING[side], sockets: CHATS });
    const { latencies } = await crowd.ask({ wish: WISH, times: 1 });
    await crowd.close();
    return latencies;
  };
  await alternate(1, measure);
  const latencies = await alternate(runs, measure);
  const valuesBy = (summary: (run: number[]) => number) => ({
    bare: latencies.bare.map(summary),
    parley: latencies.parley.map(summary),
  });
  const what = `a token's way, ${CHATS} chats × ${WISH.perSecond} tokens/s`;
  return [
    {
      what: `${what}, median`,
      unit: "ms",
      values: valuesBy(median),
      against: "difference",
      target: { most: 1 },
    },
    {
      what: `${what}, 99th percentile`,
      unit: "ms",
      values: valuesBy((run) => quantile(run, 0.99)),
      against: "difference",
    },
  ];
}
