/** `parley serve`: runs the server until it is told to stop. */
import { join } from "node:path";
import { createAsideWorker } from "../aside/aside_worker.ts";
import { startNightly } from "../aside/nightly.ts";
import { searchAside } from "../aside/search_aside.ts";
import { type Config, isLoopback, urlHost } from "../config.ts";
import { claimDataFolder } from "../journal/data_folder.ts";
import type { Journal } from "../journal/journal.ts";
import { openSqliteJournal } from "../journal/sqlite.ts";
import { describe } from "../describe.ts";
import { type Log, startLog } from "../log.ts";
import { createOllama } from "../ollama/create.ts";
import { startParley } from "../parley.ts";
import { readEnvironment } from "./environment.ts";

/** How long, in milliseconds, everything may take to end before it is ended. */
const PATIENCE = 4_000;

/** @returns the process's exit code @throws an error whose message is a plain sentence */
export async function serve(): Promise<number> {
  const { config, notes } = readEnvironment();
  for (const note of notes) console.error(note);
  const log = startLog(config.LOG_LEVEL);
  keepAlive(log);
  using folder = claimDataFolder(config.DATA_DIR);
  // Before all that has to end, so that it waits for all of it.
  using late = lateEnd(log);
  const database = join(folder.path, "parley.db");
  await using aside = createAsideWorker({ database, log });
  await using stored = openSqliteJournal(database, {
    searcher: () => searchAside(aside),
    onCorrupt: (sentence) => log.error("{sentence}", { sentence }),
    onUnindexed: (sentence) => log.warn("What is new cannot be found: {sentence}", { sentence }),
  });
  using nightly = startNightly({
    aside,
    database,
    folder: join(folder.path, "backups"),
    keep: config.BACKUPS,
    hour: config.BACKUP_HOUR,
    log,
  });
  const ollama = createOllama(config);
  const parley = await startParley({
    config,
    journal: tellingOf(stored, nightly.tidy),
    aside,
    ollama,
    log,
  })
    .catch((error) => {
      throw explained(error, config);
    });
  const host = isLoopback(config.HOST) ? "localhost" : urlHost(config.HOST);
  console.log(`Parley is ready: http://${host}:${parley.port}`);
  const signal = await nextSignal();
  log.info("Stopping on {signal}.", { signal });
  late.start();
  await parley[Symbol.asyncDispose]();
  return 0;
}

/** From its start on everything has to end, until it is disposed of; else the process is ended. */
function lateEnd(log: Log) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start() {
      timer = setTimeout(() => {
        log.error("Some things did not end in time.");
        Deno.exit(0);
      }, PATIENCE);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** The journal, which tells when it has erased something. */
function tellingOf(journal: Journal, onErased: () => void): Journal {
  return {
    ...journal,
    async erase(conversation) {
      await journal.erase(conversation);
      onErased();
    },
  };
}

/** Why the server cannot listen, in words for whoever starts it. */
function explained(error: unknown, { HOST, PORT }: Config): unknown {
  const words = new Map<unknown, string>([
    [Deno.errors.AddrInUse, `Port ${PORT} is taken by another program. Set PORT to another one.`],
    [Deno.errors.AddrNotAvailable, `This machine has no address ${HOST}. Set HOST to one it has.`],
    [Deno.errors.PermissionDenied, `Port ${PORT} needs more rights. Set PORT to 1024 or above.`],
  ]).get(error instanceof Error ? error.constructor : undefined);
  return words === undefined ? error : new Error(words, { cause: error });
}

/** One handler's fault is logged; it does not end everyone's answers. */
function keepAlive(log: Log) {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    log.error("An error went unhandled: {error}", { error: describe(event.error) });
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("A rejection went unhandled: {error}", { error: describe(event.reason) });
  });
}

function nextSignal(): Promise<Deno.Signal> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => resolve(signal));
    }
  });
}
