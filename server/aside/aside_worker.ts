/** The worker as its server sees it: begun when there is something to do, ended when there is not. */
import { describe } from "../describe.ts";
import { JournalError } from "../journal/journal.ts";
import type { Log } from "../log.ts";
import type { Aside, Begun } from "./aside.ts";
import type { JobName, Jobs } from "./jobs.ts";
import { type Answered, type Asked, errorOf } from "./messages.ts";
import type { WorkerSetup } from "./worker.ts";

export interface WorkerOptions {
  /** The database's path. */
  database: string;
  log: Log;
  /** Milliseconds without a job after which the worker ends. @default {10_000} */
  idle?: number;
  /**
   * Milliseconds that a worker is given to close its files. One that does something long then is
   * ended in the middle of it, as by a crash: all that it writes is made whole, or anew, at the next
   * start.
   * @default {1_000}
   */
  patience?: number;
}

/** Beside this file; in the bundle that becomes the executable, below all others. */
const WORKER = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./server/aside/worker.js";

interface Waiting {
  resolve: (output: MessageEvent["data"]) => void;
  reject: (error: Error) => void;
}

/** A worker that runs. */
interface Running {
  ask(asked: Asked, transfer?: Transferable[]): void;
  /** By the number of the job that is waited for. */
  waiting: Map<number, Waiting>;
  /** Why it can be asked no more. */
  over?: JournalError;
  end(): Promise<void>;
}

export function createAsideWorker(
  { database, log, idle = 10_000, patience = 1_000 }: WorkerOptions,
): Aside {
  let running: Running | undefined;
  let jobs = 0;
  let open = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function start(): Running {
    const worker = new Worker(new URL(WORKER, import.meta.url), {
      type: "module",
      name: "aside",
    });
    const { port1: port, port2 } = new MessageChannel();
    const waiting = new Map<number, Waiting>();
    const ended = Promise.withResolvers<void>();
    const me: Running = {
      waiting,
      ask: (asked, transfer = []) => port.postMessage(asked, transfer),
      async end() {
        me.ask({ end: true });
        const late = setTimeout(() => stop("The worker has ended."), patience);
        await ended.promise;
        clearTimeout(late);
      },
    };

    /** Who waits for it, or still asks it, hears what a journal says that cannot do its work. */
    function stop(sentence: string) {
      const error = me.over = new JournalError(sentence);
      log.debug("The worker has ended.");
      worker.terminate();
      port.close();
      if (running === me) running = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      ended.resolve();
    }

    port.onmessage = ({ data }: MessageEvent<Answered>) => {
      if ("ended" in data) return stop("The worker has ended.");
      if (!("job" in data)) return;
      const caller = waiting.get(data.job);
      waiting.delete(data.job);
      if ("failed" in data) caller?.reject(errorOf(data.failed));
      else caller?.resolve(data.output);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      log.error("The worker failed: {error}", { error: describe(event.error ?? event.message) });
      stop("The worker failed.");
    };
    const setup: WorkerSetup = { database, port: port2 };
    worker.postMessage(setup, [port2]);
    return me;
  }

  function rest() {
    open -= 1;
    if (open > 0) return;
    timer = setTimeout(() => void end(), idle);
    Deno.unrefTimer(timer);
  }

  async function end() {
    const ending = running;
    running = undefined;
    await ending?.end();
  }

  function begin<N extends JobName>(name: N, setup: Jobs[N]["setup"]): Begun<N> {
    clearTimeout(timer);
    open += 1;
    const job = ++jobs;
    const mine = running ??= start();
    mine.ask({ job, begin: name, setup });
    let closed = false;
    return {
      next: (input) =>
        new Promise((resolve, reject) => {
          if (mine.over) return reject(mine.over);
          mine.waiting.set(job, { resolve, reject });
          mine.ask({ job, input });
        }),
      [Symbol.dispose]() {
        if (closed) return;
        closed = true;
        if (!mine.over) mine.ask({ job, close: true });
        rest();
      },
    };
  }

  return {
    begin,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await end();
    },
  };
}
