/** How many answers a second are given over the basic protocol. */
import type { Figure } from "../figure.ts";
import type { Side } from "../programs.ts";
import { alternate, type Stage, startBoth } from "../stage.ts";

const CHATS = 32;
const LOADS = [
  { tokens: 10, times: 200 },
  { tokens: 200, times: 20 },
];

export async function measureBasic({ runs, ollama, crowd }: Stage): Promise<Figure[]> {
  await using servers = await startBoth(ollama);
  const figures: Figure[] = [];
  for (const { tokens, times } of LOADS) {
    const measure = async (side: Side) => {
      await crowd.open({ origin: servers[side].origin, speech: "basic", sockets: CHATS });
      const { seconds } = await crowd.ask({ wish: { tokens }, times });
      await crowd.close();
      return CHATS * times / seconds;
    };
    await alternate(1, measure);
    figures.push({
      what: `basic, ${tokens} tokens each, ${CHATS} chats`,
      unit: "answers/s",
      values: await alternate(runs, measure),
      against: "ratio",
      target: { least: 0.8 },
    });
  }
  return figures;
}
