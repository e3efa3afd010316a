/** Everything that happens to the clients, their lines and the server, in an order from the seed. */
import type { TcpProxy } from "../support/tcp_proxy.ts";
import type { Tab } from "./client.ts";
import { delay } from "./delay.ts";
import type { ScriptedOllama } from "./ollama.ts";
import type { Random } from "./random.ts";
import { bringBack } from "./rest.ts";
import type { TorturedServer } from "./server.ts";
import { act } from "./verbs.ts";
import type { Witness } from "./witness.ts";

/** A tab, and what stands between it and the server. */
export interface Client {
  tab: Tab;
  proxy: TcpProxy;
}

export interface StormOptions {
  clients: readonly Client[];
  server: TorturedServer;
  ollama: ScriptedOllama;
  random: Random;
  witness: Witness;
  cuts: number;
  kills: number;
  /** How often the server is asked to stop, and started again. */
  restarts: number;
  /** Ollama's; people go on asking until they were had. */
  crashes: number;
  verbs: number;
  /** Milliseconds between two events, at most. */
  pace: number;
}

type Event = "cut" | "kill" | "restart" | "stall" | "verb";

/** How long all clients may be without a line, in milliseconds. */
const PATIENCE = 30_000;
const LOOK_AGAIN = 20;
/** There is a stalled line for so many cut ones. */
const CUTS_PER_STALL = 10;

/** Resolves when everything has happened, and the server runs again. */
export async function storm(options: StormOptions): Promise<void> {
  const { clients, server, ollama, random, witness, crashes, pace } = options;
  const stalls = new Set<Promise<void>>();
  let reviving: Promise<void> = Promise.resolve();

  const happen: Record<Event, (choice: Random) => Promise<void> | void> = {
    verb: (choice) => void act(choice.pick(clients).tab, { random: choice, witness }),

    async cut(choice) {
      const { tab, proxy } = await connected(choice);
      const way = choice.pick(["cut", "reset", "after"]);
      witness.note(`${tab.name} loses its line (${way})`);
      if (way === "cut") proxy.cut();
      else if (way === "reset") proxy.reset();
      else proxy.cutAfter(choice.int(1, 3000));
    },

    async stall(choice) {
      const { tab, proxy } = await connected(choice);
      witness.note(`${tab.name} has a line on which nothing moves`);
      proxy.stall();
      const over = delay(choice.chance(0.2) ? 4_000 : choice.int(20, 600)).then(proxy.resume);
      stalls.add(over);
    },

    kill: (choice) => end(choice, { how: "kill" }),
    restart: (choice) => end(choice, { how: "stop" }),
  };

  async function end(choice: Random, { how }: { how: "kill" | "stop" }) {
    await reviving;
    await delay(choice.int(0, 60));
    witness.note(`the server is made to ${how}`);
    const code = await server[how]();
    if (how === "stop" && code !== 0) witness.find("stop", `The server ended with ${code}.`);
    reviving = delay(choice.int(0, 150)).then(server.start)
      .then(() => witness.note("the server runs again"))
      .catch((error) => witness.find("start", String(error)));
  }

  async function connected(choice: Random): Promise<Client> {
    for (let looks = 0; looks < PATIENCE / LOOK_AGAIN; looks++) {
      const open = clients.filter(({ tab }) => tab.isOpen);
      if (open.length > 0) return choice.pick(open);
      await delay(LOOK_AGAIN);
    }
    throw new Error(`No client could connect for ${PATIENCE} ms. ${server.errors()}`);
  }

  for (const [place, event] of planned(options).entries()) {
    const choice = random.fork(`event ${place}`);
    await delay(choice.int(0, pace));
    await happen[event](choice);
    // Some time passes before someone thinks better of it.
    if (choice.chance(0.3)) bringBack(clients.map(({ tab }) => tab));
  }
  for (let more = 0; ollama.crashes < crashes; more++) {
    const choice = random.fork(`more ${more}`);
    await delay(pace);
    happen.verb(choice);
  }
  await Promise.all([reviving, ...stalls]);
}

function planned({ cuts, kills, restarts, verbs, random }: StormOptions): Event[] {
  const times = (count: number, event: Event) => Array.from<Event>({ length: count }).fill(event);
  return random.shuffle([
    ...times(cuts, "cut"),
    ...times(Math.ceil(cuts / CUTS_PER_STALL), "stall"),
    ...times(kills, "kill"),
    ...times(restarts, "restart"),
    ...times(verbs, "verb"),
  ]);
}
