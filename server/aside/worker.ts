/** The worker: does jobs on a database that a server in another thread is writing to. */
import { openExportSource } from "../journal/export_source.ts";
import { searchHere } from "../journal/search_here.ts";
import { createJobs, type Job, type JobName, type Jobs } from "./jobs.ts";
import { type Answered, type Asked, failedBy } from "./messages.ts";

/** What the worker begins with. */
export interface WorkerSetup {
  /** The database's path. */
  database: string;
  port: MessagePort;
}

globalThis.addEventListener("message", (event: Event) => {
  if (event instanceof MessageEvent) serve(event.data);
}, { once: true });

function serve({ database, port }: WorkerSetup) {
  let source: ReturnType<typeof openExportSource> | undefined;
  const searcher = searchHere(database);
  const begin = createJobs({
    source: () => source ??= openExportSource(database),
    searcher: () => searcher,
    database: () => database,
  });
  const jobs = new Map<number, Job<unknown, unknown>>();

  const tell = (answer: Answered, transfer: Transferable[] = []) =>
    port.postMessage(answer, transfer);

  /** What cannot begin says so when something is wanted of it. */
  function begun<N extends JobName>(name: N, setup: Jobs[N]["setup"]): Job<unknown, unknown> {
    try {
      return begin[name](setup);
    } catch (error) {
      return {
        next() {
          throw error;
        },
      };
    }
  }

  async function answer({ data }: MessageEvent) {
    const asked: Asked = data;
    if ("end" in asked) {
      source?.[Symbol.dispose]();
      await searcher[Symbol.asyncDispose]();
      tell({ ended: true });
      return;
    }
    const { job } = asked;
    try {
      if ("begin" in asked) jobs.set(job, begun(asked.begin, data.setup));
      else if ("close" in asked) {
        jobs.get(job)?.close?.();
        jobs.delete(job);
      } else {
        const output = await jobs.get(job)?.next(asked.input);
        tell({ job, output }, buffersOf(output));
      }
    } catch (error) {
      tell({ job, failed: failedBy(error) });
    }
  }

  port.onmessage = (event) => void answer(event);
}

/** Bytes are handed over, not copied. */
function buffersOf(output: unknown): ArrayBuffer[] {
  const buffer = output instanceof Uint8Array ? output.buffer : undefined;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
