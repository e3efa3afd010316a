/** What sockets that wait, and a load that is over, leave in memory. */
import type { Figure } from "../figure.ts";
import type { Side } from "../programs.ts";
import { settledMemory } from "../resident_memory.ts";
import { startServer } from "../server.ts";
import { alternate, type Stage } from "../stage.ts";
import { STREAMING } from "./tokens.ts";

const SOCKETS = [1000, 5000];
const LOAD = { chats: 32, tokens: 1000, times: 2 };

/** Each run has a server of its own, since a process seldom gives memory back. */
export async function measureMemory({ runs, ollama, crowd }: Stage): Promise<Figure[]> {
  const waiting = await alternate(runs, async (side) => {
    await using server = await startServer(side, { ollama });
    const idle = await settledMemory(server.pid);
    const perSocket: number[] = [];
    let open = 0;
    for (const sockets of SOCKETS) {
      const { origin } = server;
      await crowd.open({ origin, speech: STREAMING[side], sockets: sockets - open });
      open = sockets;
      perSocket.push((await settledMemory(server.pid) - idle) / sockets);
    }
    await crowd.close();
    return perSocket;
  });
  const after = await alternate(runs, async (side) => {
    await using server = await startServer(side, { ollama });
    const { chats, tokens, times } = LOAD;
    await crowd.open({ origin: server.origin, speech: STREAMING[side], sockets: chats });
    await crowd.ask({ wish: { tokens }, times });
    await crowd.close();
    return await settledMemory(server.pid) / 1024;
  });
  const perSocket = (values: Record<Side, number[][]>, index: number) => ({
    bare: values.bare.map((run) => run[index]),
    parley: values.parley.map((run) => run[index]),
  });
  return [
    ...SOCKETS.map((sockets, index): Figure => ({
      what: `memory an idle socket, ${sockets.toLocaleString("en")} of them`,
      unit: "KiB",
      values: perSocket(waiting, index),
      against: "difference",
      ...(sockets === 5000 && { target: { most: 5 } }),
    })),
    {
      what: `memory after ${LOAD.chats * LOAD.times * LOAD.tokens} tokens`,
      unit: "MiB",
      values: after,
      against: "difference",
    },
  ];
}
