/** The port to what is done aside: in a worker, or in this thread. */
import type { Begin, JobName, Jobs } from "./jobs.ts";

/** A job that was begun. Disposing of it gives it up. */
export interface Begun<N extends JobName> extends Disposable {
  /**
   * Hands something over and waits for what comes back; one after the other.
   * @throws what the job throws
   */
  next(input: Jobs[N]["in"]): Promise<Jobs[N]["out"]>;
}

export interface Aside extends AsyncDisposable {
  begin<N extends JobName>(name: N, setup: Jobs[N]["setup"]): Begun<N>;
}

/** Does every job in this thread: for journals that are in memory, and for tests. */
export function asideHere(jobs: Begin | (() => Promise<Begin>)): Aside {
  const loaded = async () => typeof jobs === "function" ? await jobs() : jobs;
  return {
    begin(name, setup) {
      const begun = loaded().then((jobs) => jobs[name](setup));
      // Its fault is told by `next`.
      begun.catch(() => {});
      return {
        next: async (input) => await (await begun).next(input),
        [Symbol.dispose]: () => void begun.then((job) => job.close?.(), () => {}),
      };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
