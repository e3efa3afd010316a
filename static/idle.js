/** Work that can wait, a little at a time, so that no key and no scrolling waits for it. */

/** Milliseconds of work in one go, beyond the job that is under way. */
const BUDGET = 8;

/** Such work is not put off for longer than this, in milliseconds. */
const PATIENCE = 300;

/** @type {Set<() => void>} in the order they came */
const jobs = new Set();
let isPlanned = false;

/**
 * @param {() => void} job
 * @returns {() => void} calls it off
 */
export function whenIdle(job) {
  const own = () => job();
  jobs.add(own);
  plan();
  return () => void jobs.delete(own);
}

function plan() {
  if (isPlanned || jobs.size === 0) return;
  isPlanned = true;
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: PATIENCE });
  else setTimeout(work, 1);
}

function work() {
  isPlanned = false;
  const started = performance.now();
  try {
    for (const job of jobs) {
      jobs.delete(job);
      job();
      if (performance.now() - started > BUDGET) break;
    }
  } finally {
    plan();
  }
}
