/** How many of Ollama's tokens are relayed a second, over conversations that are stored. */
import type { Figure } from "../figure.ts";
import type { Side } from "../programs.ts";
import type { SpeechName } from "../speech.ts";
import { alternate, type Stage, startBoth } from "../stage.ts";

/** How long the answers are, and how many each chat is given one after the other. */
const LOADS = [
  { chats: 1, tokens: 1000, times: 10 },
  { chats: 32, tokens: 1000, times: 2, target: { least: 0.8 } },
  { chats: 256, tokens: 250, times: 1 },
];

/** How each side is spoken to when every token counts. */
export const STREAMING: Readonly<Record<Side, SpeechName>> = {
  bare: "bareTokens",
  parley: "conversations",
};

/** Tokens are counted as Ollama sends them; a frame of Parley's may carry several. */
export async function measureTokens({ runs, ollama, crowd }: Stage): Promise<Figure[]> {
  await using servers = await startBoth(ollama);
  const figures: Figure[] = [];
  for (const { chats, tokens, times, target } of LOADS) {
    const measure = async (side: Side) => {
      const { origin } = servers[side];
      await crowd.open({ origin, speech: STREAMING[side], sockets: chats });
      const { seconds } = await crowd.ask({ wish: { tokens }, times });
      await crowd.close();
      return chats * times * tokens / seconds;
    };
    await alternate(1, measure);
    const values = await alternate(runs, measure);
    const what = `relayed, ${chats} ${chats === 1 ? "chat" : "chats"}`;
    figures.push({ what, unit: "tokens/s", values, against: "ratio", target });
  }
  return figures;
}
