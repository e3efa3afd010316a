/** Three conversations, each in two tabs of one browser, and a bad line to each tab. */
import { createStorage } from "../../static/storage.js";
import { createMemoryArea } from "../support/memory_area.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";
import { createTab } from "./client.ts";
import type { Random } from "./random.ts";
import type { TorturedServer } from "./server.ts";
import type { Client } from "./storm.ts";
import type { Witness } from "./witness.ts";

const CONVERSATIONS = ["ant", "bee", "cat"];
export const TABS = ["left", "right"];

/** The tabs, each with a line of its own; those of one conversation share a browser's storage. */
export async function meet(
  { random, witness, server, held }: {
    random: Random;
    witness: Witness;
    server: TorturedServer;
    held: AsyncDisposableStack;
  },
): Promise<Client[]> {
  const clients: Client[] = [];
  for (const pair of CONVERSATIONS) {
    const conversation = random.fork(pair).id();
    const { area } = createMemoryArea();
    for (const side of TABS) {
      const name = `${pair}-${side}`;
      const weather = random.fork(`weather of ${name}`);
      const proxy = held.use(
        await startTcpProxy({
          to: () => server.port,
          split: weather.pick([Infinity, 1400, 200, 61]),
          delay: () => weather.chance(0.05) ? weather.int(1, 40) : 0,
        }),
      );
      const tab = createTab({
        name,
        url: `ws://127.0.0.1:${proxy.port}/ws`,
        conversation,
        storage: createStorage({ area }),
        random: random.fork(name),
        witness,
      });
      held.defer(async () => {
        const over = tab[Symbol.asyncDispose]();
        proxy.cut();
        await over;
      });
      clients.push({ tab, proxy });
    }
  }
  return clients;
}
