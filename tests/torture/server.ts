/** The server under torture: a real process that is killed and started again on the same data. */
import { run, type Running } from "../support/process.ts";

export type TorturedServer = ReturnType<typeof createServer>;

export interface ServerOptions {
  /** The program, as a path below the project. */
  entry: string;
  env: Record<string, string>;
  /** It ended although nobody ended it, and is started again; or it could not be. */
  onDeath: (how: string) => void;
}

const RIGHTS = ["--allow-net", "--allow-read", "--allow-write", "--allow-env"];
/** What Deno needs to find what it has downloaded. */
const KEPT = ["HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME"];

export function createServer({ entry, env, onDeath }: ServerOptions) {
  const program = decodeURIComponent(new URL(`../../${entry}`, import.meta.url).pathname);
  let running: Running | undefined;
  let life = 0;
  let port = 0;
  let past = "";
  let turn: Promise<unknown> = Promise.resolve();

  /** Starts and ends take turns: there is one process at most. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = turn.then(act);
    turn = mine.catch(() => {}); // Whoever asked hears of it.
    return mine;
  }

  async function begin() {
    if (running) return;
    life++;
    const started = spawn();
    running = started;
    const ready = await started.line(/^Parley is ready: http:\S+$/);
    port = Number(new URL(ready.slice(ready.indexOf("http:"))).port);
    void watch(started);
  }

  function spawn(): Running {
    const kept = KEPT.map((name) => [name, Deno.env.get(name) ?? ""]).filter(([, value]) => value);
    return run(Deno.execPath(), {
      args: ["run", "--quiet", "--no-check", ...RIGHTS, program],
      env: { ...Object.fromEntries(kept), NO_COLOR: "1", ...env },
    });
  }

  async function watch(started: Running) {
    await started.status;
    if (running !== started) return;
    onDeath("The server ended by itself.");
    try {
      await inTurn(async () => {
        if (running === started) await end();
        await begin();
      });
    } catch (error) {
      onDeath(`The server could not be started again: ${error}`);
    }
  }

  async function end(signal: Deno.Signal = "SIGKILL"): Promise<number> {
    const ending = running;
    running = undefined;
    if (!ending) return -1;
    if (signal !== "SIGKILL") ending.kill(signal);
    else await ending[Symbol.asyncDispose]();
    const { code } = await ending.status;
    await ending[Symbol.asyncDispose]();
    past += ending.errors();
    return code;
  }

  return {
    /** Counts from 1, and grows with each start. */
    get life() {
      return life;
    },
    /** The process that runs now. @throws when none does */
    get pid() {
      if (!running) throw new Error("No server runs.");
      return running.pid;
    },
    /** Where it listens, or listened last. */
    get port() {
      return port;
    },
    /** All it wrote on standard error, in all its lives. */
    errors: () => past + (running?.errors() ?? ""),
    /** Resolves when it is ready. */
    start: () => inTurn(begin),
    /** `kill -9`; resolves when it is gone. */
    kill: () => inTurn(() => end()),
    /** Asks it to stop, as a service manager does. @returns its exit code */
    stop: () => inTurn(() => end("SIGTERM")),
    async [Symbol.asyncDispose]() {
      await inTurn(() => end());
    },
  };
}
