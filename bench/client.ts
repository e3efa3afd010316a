/**
 * The client's process: holds sockets and asks over them, as it is told over HTTP.
 *
 *   deno run --allow-net bench/client.ts PORT
 */
import { setTimeout as delay } from "node:timers/promises";
import { now, type Wish } from "./answer.ts";
import { resume } from "./resume.ts";
import type { SpeechName } from "./speech.ts";
import { connectTalker, type Talker } from "./talker.ts";

/** Opens sockets, beside those that are open. */
export interface Open {
  origin: string;
  speech: SpeechName;
  sockets: number;
  /** How many show each conversation. @default {1} */
  tabs?: number;
}

/** Asks over every open socket, so many times one after the other. */
export interface Ask {
  wish: Wish;
  times: number;
  /** Milliseconds over which the first questions are spread. @default {0} */
  spread?: number;
}

/** Comes back to conversations, each over a socket of its own, all at once. */
export interface Resume {
  origin: string;
  conversations: string[];
}

/** When it began and ended, in milliseconds since 1970, and what each token took. */
export interface Asked {
  begun: number;
  ended: number;
  latencies: number[];
}

/** As many handshakes as a listener's backlog takes without a loss. */
const AT_ONCE = 64;

let talkers: Talker[] = [];

const COMMANDS: Record<string, (request: Request) => Promise<unknown>> = {
  async "/open"(request) {
    const { origin, speech: name, sockets, tabs }: Open = await request.json();
    for (let left = sockets; left > 0; left -= AT_ONCE) {
      const some = Array.from({ length: Math.min(left, AT_ONCE) });
      talkers.push(...await Promise.all(some.map(() => connectTalker(origin, { name, tabs }))));
    }
  },
  async "/ask"(request): Promise<Asked> {
    const { wish, times, spread = 0 }: Ask = await request.json();
    const begun = now();
    await Promise.all(talkers.map(async (talker, index) => {
      if (spread > 0) await delay(spread * index / talkers.length);
      await talker.ask(wish, times);
    }));
    const ended = now();
    return { begun, ended, latencies: talkers.flatMap(({ latencies }) => latencies.splice(0)) };
  },
  async "/resume"(request) {
    const { origin, conversations }: Resume = await request.json();
    await Promise.all(conversations.map((conversation) => resume(origin, conversation)));
    return now();
  },
  async "/close"() {
    const closing = talkers;
    talkers = [];
    await Promise.all(closing.map((talker) => talker.close()));
  },
  "/health": () => Promise.resolve({}),
};

if (import.meta.main) {
  Deno.serve({
    hostname: "127.0.0.1",
    port: Number(Deno.args[0]),
    onListen() {},
    onError: (error) => new Response(String(error), { status: 500 }),
  }, async (request) => {
    const command = COMMANDS[new URL(request.url).pathname];
    return Response.json(await command?.(request) ?? null);
  });
}
