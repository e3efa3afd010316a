/** Models on their way into memory, by way of the disk where they are missing. */
import { type Clock, systemClock } from "../clock.ts";
import { fullModelName } from "./model_name.ts";
import type { ModelSettings } from "./model_settings.ts";
import { type Ollama, UpstreamError } from "./ollama.ts";
import { createPullProgress, type Progress } from "./pull_progress.ts";
import { createThrottle } from "./throttle.ts";

/**
 * How far a model is. After a `status` of `ready`, `failed` or `cancelled` nothing more comes;
 * `message` is a whole sentence.
 */
export interface LoadingEvent extends Progress {
  type: "loading";
  model: string;
  message: string;
}

/** How a job ended; `status` is what HTTP says of it. */
export type Outcome =
  | { success: true }
  | { success: false; message: string; status: 404 | 409 | 500 | 502 };

export interface LoadJobsOptions {
  ollama: Ollama;
  /** Why a model that is not installed may not be pulled; `undefined`: it may. */
  refusePull: (model: string) => string | undefined;
  onEvent: (event: LoadingEvent) => void;
  /** Hears of what is this server's own fault. */
  onFault: (error: unknown) => void;
  /** With what a model is loaded. */
  settingsOf?: (model: string) => Promise<ModelSettings>;
  clock?: Clock;
}

const FAULT = "something went wrong in Parley, and is in its log.";

/** Milliseconds between two events of one job. */
const INTERVAL = 250;

interface Job {
  model: string;
  controller: AbortController;
  newest?: LoadingEvent;
  outcome: Promise<Outcome>;
}

export function createLoadJobs(
  { ollama, refusePull, onEvent, onFault, settingsOf, clock = systemClock }: LoadJobsOptions,
) {
  const jobs = new Map<string, Job>();

  async function run(job: Job): Promise<Outcome> {
    const { model, controller: { signal } } = job;
    using events = createThrottle(INTERVAL, { pass: onEvent, clock });
    const tell = (progress: Progress) => {
      job.newest = { type: "loading", model, ...progress, message: words(model, progress) };
      events.push(job.newest);
    };
    try {
      const outcome = await bring(model, { tell, signal })
        .then(
          (): Outcome => ({ success: true }),
          (error) => failure(model, { error, signal, onFault }),
        );
      // What was never announced needs no farewell.
      if (job.newest) onEvent({ type: "loading", model, ...farewell(model, outcome) });
      return outcome;
    } finally {
      jobs.delete(fullModelName(model));
    }
  }

  async function bring(
    model: string,
    { tell, signal }: { tell: (progress: Progress) => void; signal: AbortSignal },
  ): Promise<void> {
    const installed = await ollama.installed({ signal });
    if (!installed.some(({ name }) => fullModelName(name) === fullModelName(model))) {
      const refusal = refusePull(model);
      if (refusal !== undefined) throw new UpstreamError("model_missing", refusal);
      const progress = createPullProgress({ now: clock.now });
      tell({ status: "looking it up" });
      for await (const step of ollama.pull(model, { signal })) tell(progress(step));
    }
    tell({ status: "loading" });
    await ollama.load(model, { signal, ...await settingsOf?.(model) });
  }

  return {
    /** Brings a model into memory, or joins who does so already. */
    load(model: string): Promise<Outcome> {
      const known = jobs.get(fullModelName(model));
      if (known) return known.outcome;
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      const job: Job = { model, controller: new AbortController(), outcome: promise };
      jobs.set(fullModelName(model), job);
      resolve(run(job));
      return promise;
    },

    /** Ends a job; `false` where there is none. */
    cancel(model: string): boolean {
      const job = jobs.get(fullModelName(model));
      job?.controller.abort();
      return job !== undefined;
    },

    /** The newest event of each job. */
    loading: (): LoadingEvent[] => [...jobs.values()].flatMap(({ newest }) => newest ?? []),

    /** Ends all jobs. */
    close() {
      for (const { controller } of jobs.values()) controller.abort();
    },
  };
}

function failure(
  model: string,
  { error, signal, onFault }:
    & Pick<LoadJobsOptions, "onFault">
    & { error: unknown; signal: AbortSignal },
): Outcome {
  if (signal.aborted) {
    return { success: false, status: 409, message: `Loading ${model} was cancelled.` };
  }
  if (!(error instanceof UpstreamError)) {
    onFault(error);
    return { success: false, status: 500, message: `${model} could not be loaded: ${FAULT}` };
  }
  const isUnknown = error.code === "model_missing" || /file does not exist/.test(error.message);
  const message = error.code === "model_missing"
    ? error.message
    : `${model} could not be loaded. ${error.message}`;
  return { success: false, status: isUnknown ? 404 : 502, message };
}

function words(model: string, { status, percent }: Progress): string {
  if (status === "loading") return `Loading ${model} into memory`;
  const share = percent === undefined ? "" : `: ${Math.floor(percent)} %`;
  const detail = status === "downloading" ? "" : ` (${status})`;
  return `Downloading ${model}${share}${detail}`;
}

function farewell(model: string, outcome: Outcome): { status: string; message: string } {
  if (outcome.success) return { status: "ready", message: `${model} is loaded.` };
  const { status, message } = outcome;
  return { status: status === 409 ? "cancelled" : "failed", message };
}
