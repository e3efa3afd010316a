/** Work that can wait, a little at a time, so that no key and no scrolling waits for it. */

/** Milliseconds of work in one go, beyond the job that is under way. */
const BUDGET = 8;

/** Such work is not put off for longer than this, in milliseconds. */
const PATIENCE = 300;

/** @type {Set<() => void>} in the order they came */
const jobs = new Set();

/** @type {Set<() => void>} what is done when there are no such jobs, the last one first */
const patient = new Set();

let isPlanned = false;

/**
 * @param {() => void} job what it makes the page draw counts as a part of it
 * @param {object} [options]
 * @param {boolean} [options.canWait] for all jobs that cannot
 * @returns {() => void} calls it off
 */
export function whenIdle(job, { canWait = false } = {}) {
  const own = () => job();
  const queue = canWait ? patient : jobs;
  queue.add(own);
  plan();
  return () => void queue.delete(own);
}

function plan() {
  if (isPlanned || jobs.size + patient.size === 0) return;
  isPlanned = true;
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: PATIENCE });
  else setTimeout(work, 1);
}

async function work() {
  const started = performance.now();
  try {
    for (let job = next(); job; job = next()) {
      job();
      // What the job has changed is drawn before this goes on.
      await undefined;
      if (performance.now() - started > BUDGET) break;
    }
  } finally {
    isPlanned = false;
    plan();
  }
}

function next() {
  const job = jobs.values().next().value ?? [...patient].at(-1);
  if (job && !jobs.delete(job)) patient.delete(job);
  return job;
}
