/** A copy of everything, once a day at a quiet hour; or as soon as may be, where that was missed. */
import { join } from "node:path";
import { describe } from "../describe.ts";
import { isNewer, newestCopy } from "../journal/kept_copies.ts";
import type { Log } from "../log.ts";
import type { Aside } from "./aside.ts";

export interface NightlyOptions {
  aside: Aside;
  /** The database's path. */
  database: string;
  /** Where the copies are. */
  folder: string;
  /** How many there are at most; with 0 none is made. */
  keep: number;
  /** The hour of the day, 0 to 23, where this machine is. */
  hour: number;
  log: Log;
  /** @default {() => new Date()} */
  now?: () => Date;
  /** Has something done every so many milliseconds, until what it gives back is called. */
  every?: (milliseconds: number, work: () => void) => () => void;
}

export interface Nightly extends Disposable {
  /** Something was erased, and is to go from the copies as well. */
  tidy(): void;
}

/** Milliseconds between two looks at the clock: by then a machine that slept knows the time. */
const LOOK = 10 * 60 * 1000;

/** Looks every ten minutes, the first time ten minutes after the start. */
export function startNightly(
  { aside, database, folder, keep, hour, log, now = () => new Date(), every = repeat }:
    NightlyOptions,
): Nightly {
  let busy = Promise.resolve();
  let closed = false;
  const leave = every(LOOK, look);

  function look() {
    const day = dueDay(now(), hour);
    const newest = newestCopy(folder, day);
    if (keep === 0 || newest === day) return;
    if (newest !== undefined && !isNewer(database, { folder, day: newest })) return;
    next(async () => {
      using job = aside.begin("backup", { folder, day, keep });
      await job.next(undefined);
      log.info("Everything was copied to {file}.", { file: join(folder, `parley-${day}.db`) });
    });
    tidy();
  }

  function tidy() {
    next(async () => {
      using job = aside.begin("tidyCopies", { folder });
      for (const fault of await job.next(undefined)) {
        log.warn("What was deleted may still be in a copy: {fault}", { fault });
      }
    });
  }

  /** One after the other. */
  function next(work: () => Promise<void>) {
    busy = busy.then(work).catch((error) => {
      if (!closed) log.error("The nightly copy failed: {error}", { error: describe(error) });
    });
  }

  return {
    tidy,
    [Symbol.dispose]() {
      closed = true;
      leave();
    },
  };
}

function repeat(milliseconds: number, work: () => void) {
  const timer = setInterval(work, milliseconds);
  return () => clearInterval(timer);
}

/** The day whose copy is due: today's from the hour on, yesterday's before it. */
export function dueDay(now: Date, hour: number): string {
  const at = new Date(now);
  if (at.getHours() < hour) at.setDate(at.getDate() - 1);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
