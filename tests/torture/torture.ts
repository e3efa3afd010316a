/** One run: a real server, a scripted Ollama, three conversations in two tabs each, and a storm. */
import { join } from "node:path";
import { openSqliteJournal } from "../../server/journal/sqlite.ts";
import type { Finding } from "../support/invariants.ts";
import { runParley } from "../support/parley_process.ts";
import { check } from "./check.ts";
import { meet, TABS } from "./clients.ts";
import { answerFigures } from "./figures.ts";
import { startScriptedOllama, WINDOW } from "./ollama.ts";
import { createRandom, type Random } from "./random.ts";
import { findingsInResources, resourcesOf } from "./resources.ts";
import { comeToRest } from "./rest.ts";
import { createServer, type TorturedServer } from "./server.ts";
import { storm } from "./storm.ts";
import { createWitness, type Witness } from "./witness.ts";

export interface TortureOptions {
  seed: string;
  /** How often a client's line is cut. @default {200} */
  cuts?: number;
  /** How often the server is killed. @default {12} */
  kills?: number;
  /** How often it is asked to stop, and started again. @default {2} */
  restarts?: number;
  /** How often Ollama crashes. @default {15} */
  crashes?: number;
  /** How much people do. @default {220} */
  verbs?: number;
  /** Milliseconds between two events, at most. @default {120} */
  pace?: number;
  /** The server's program, as a path below the project. @default {"main.ts"} */
  entry?: string;
  /** More of the server's environment. */
  env?: Record<string, string>;
}

export interface Tortured {
  findings: Finding[];
  /** The last things that happened, oldest first. */
  events: string[];
  /** How much happened. */
  figures: Record<string, number>;
}

/** Runs a storm and looks at what is left. */
export async function torture(
  {
    seed,
    cuts = 200,
    kills = 12,
    restarts = 2,
    crashes = 15,
    verbs = 220,
    pace = 120,
    entry = "main.ts",
    env = {},
  }: TortureOptions,
): Promise<Tortured> {
  const random = createRandom(seed);
  const witness = createWitness();
  const began = performance.now();
  const dataDir = await Deno.makeTempDir({ prefix: "parley-torture-" });
  await using held = new AsyncDisposableStack();
  held.defer(() => Deno.remove(dataDir, { recursive: true }));

  const ollama = held.use(
    await startScriptedOllama({ random: random.fork("ollama"), crashes, life: () => server.life }),
  );
  const server: TorturedServer = held.use(createServer({
    entry,
    env: {
      PORT: "0",
      DATA_DIR: dataDir,
      OLLAMA_HOST: ollama.address,
      OLLAMA_MODEL: "gemma:2b",
      MAX_CONCURRENT: "2",
      NUM_CTX: String(WINDOW),
      LOG_LEVEL: "warning",
      ...env,
    },
    onDeath: (how) => witness.find("death", how),
  }));
  await server.start();

  const clients = await meet({ random, witness, server, held });
  for (const { tab } of clients) tab.start();

  const tabs = clients.map(({ tab }) => tab);
  const blow = async (name: string, strength: { [Kind in keyof typeof much]: number }) => {
    const before = ollama.crashes;
    await storm({
      ...{ clients, server, ollama, random: random.fork(name), witness, pace, ...strength },
      crashes: before + strength.crashes,
    });
    witness.note(`the ${name} is over`);
    ollama.calm();
    for (const what of await comeToRest(tabs)) witness.find("rest", what);
  };
  const much = { cuts, kills, restarts, crashes, verbs };
  await blow("storm", much);
  const stormed = performance.now();

  // Another one, which the server lives through, must leave it as it was before.
  const before = await resourcesOf(server.pid, server);
  const fewer = { cuts: cuts >> 2, verbs: verbs >> 1, crashes: crashes >> 1 };
  ollama.rage(fewer.crashes);
  await blow("aftermath", { ...fewer, kills: 0, restarts: 0 });
  const after = await resourcesOf(server.pid, server);
  for (const { rule, message } of findingsInResources(before, after)) witness.find(rule, message);

  await endAnyhow(server, { random, witness });
  for (const line of faultsIn(server.errors())) witness.find("log", line);
  await checkFolder(dataDir, witness);
  {
    await using journal = openSqliteJournal(join(dataDir, "parley.db"));
    await check({ journal, tabs, ollama, witness, life: server.life });
  }
  const shown = clients.filter((_, index) => index % TABS.length === 0)
    .map(({ tab }) => tab.look());
  return {
    findings: witness.findings,
    events: witness.events,
    figures: {
      seconds: Math.round((performance.now() - began) / 100) / 10,
      storm: Math.round((stormed - began) / 100) / 10,
      lives: server.life,
      crashes: ollama.crashes,
      busy: ollama.requests.filter(({ end }) => end === "busy").length,
      tooLong: ollama.requests.filter(({ end }) => end === "context").length,
      deleted: witness.deleted.size,
      ...(before && after && {
        files: after.files - before.files,
        memory: Math.round(after.memory - before.memory),
        work: after.work,
      }),
      requests: ollama.requests.length,
      asked: witness.asked.size,
      rows: shown.reduce((sum, { last }) => sum + last, 0),
      seen: witness.seen.length,
      ...answerFigures(shown),
    },
  };
}

/** The last life of the server may end in either way. */
async function endAnyhow(
  server: TorturedServer,
  { random, witness }: { random: Random; witness: Witness },
) {
  if (random.fork("end").chance(0.5)) return void await server.kill();
  const code = await server.stop();
  if (code !== 0) witness.find("stop", `The server ended with ${code} when it was asked to stop.`);
}

/** What `parley check` says of what the server left behind. */
async function checkFolder(dataDir: string, witness: Witness) {
  const { code, stdout, stderr } = await runParley(["check"], { env: { DATA_DIR: dataDir } });
  if (code !== 0) witness.find("check", `parley check ended with ${code}: ${stdout}${stderr}`);
}

/** What a server logs that should never happen. */
function faultsIn(errors: string): string[] {
  return errors.split("\n").filter((line) => /unhandled|failed|could not/.test(line)).slice(0, 10);
}
