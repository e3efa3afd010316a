/** Whether streams feel it when much is taken out, brought in, or erased for good. */
import type { Alone } from "../figure.ts";
import { type Library, makeLibrary } from "../library.ts";
import { startServer } from "../server.ts";
import type { Stage } from "../stage.ts";
import { quantile } from "../statistics.ts";
import { STREAMING } from "./tokens.ts";

const CHATS = 8;
const PER_SECOND = 50;
/** Seconds for which answers stream: erasing begins ten seconds after it was asked for. */
const SECONDS = { carrying: 10, erasing: 40 };
const LIBRARY = { conversations: 200, messages: 100, characters: 600, indexed: true };
/** Messages of the conversation that is erased. */
const LONG = 1000;

export async function measureCarry({ runs, ollama, crowd }: Stage): Promise<Alone[]> {
  const longest: Record<"nothing" | "export" | "import" | "erase", number[]> = {
    nothing: [],
    export: [],
    import: [],
    erase: [],
  };
  const rates: number[] = [];
  for (let run = 0; run < runs; run++) {
    await using library = await makeLibrary({
      ...LIBRARY,
      messages: (index) => index === 0 ? LONG : LIBRARY.messages,
    });
    await using server = await startServer("parley", { ollama, folder: library.folder });
    await using other = await startServer("parley", { ollama });
    await crowd.open({ origin: other.origin, speech: STREAMING.parley, sockets: CHATS });
    longest.nothing.push(await whileStreaming(crowd, SECONDS.carrying, () => Promise.resolve()));
    longest.import.push(
      await whileStreaming(crowd, SECONDS.carrying, async () => {
        const file = await (await fetch(`${server.origin}/api/export`)).blob();
        const begun = performance.now();
        const response = await fetch(`${other.origin}/api/import`, {
          method: "POST",
          body: file.stream(),
          headers: { "content-type": "application/x-ndjson" },
        });
        await response.text();
        const messages = LONG + (LIBRARY.conversations - 1) * LIBRARY.messages;
        rates.push(messages / ((performance.now() - begun) / 1000));
      }),
    );
    await crowd.close();
    await crowd.open({ origin: server.origin, speech: STREAMING.parley, sockets: CHATS });
    longest.export.push(
      await whileStreaming(crowd, SECONDS.carrying, async () => {
        await (await fetch(`${server.origin}/api/export`)).arrayBuffer();
      }),
    );
    longest.erase.push(
      await whileStreaming(crowd, SECONDS.erasing, () => erase(server.origin, library)),
    );
    await crowd.close();
  }
  const way = (what: string, values: number[]): Alone => ({
    what: `a token's way while ${what}, the longest`,
    unit: "ms",
    values,
    target: { most: 50 },
  });
  return [
    way("nothing else goes on", longest.nothing),
    way("everything is taken out", longest.export),
    way("20,000 messages are brought in", longest.import),
    way(`a conversation of ${LONG.toLocaleString("en")} messages is erased`, longest.erase),
    { what: "bringing in, messages a second", unit: "1/s", values: rates },
  ];
}

/** @returns the longest way of a token meanwhile, in milliseconds */
async function whileStreaming(
  crowd: Stage["crowd"],
  seconds: number,
  work: () => Promise<void>,
): Promise<number> {
  const wish = { tokens: PER_SECOND * seconds, perSecond: PER_SECOND };
  const streamed = crowd.ask({ wish, times: 1 });
  await work();
  return quantile((await streamed).latencies, 1);
}

/** Deletes the long one; ten seconds later it is erased, while the answers still stream. */
async function erase(origin: string, { conversations: [id] }: Library) {
  const response = await fetch(`${origin}/api/conversations/${id}`, { method: "DELETE" });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Cannot delete: ${response.status}`);
}
