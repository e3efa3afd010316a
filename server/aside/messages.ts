/** What thread and worker say to each other. */
import { messageOf } from "../describe.ts";
import { JournalError, type JournalFault } from "../journal/journal.ts";
import type { JobName } from "./jobs.ts";

/** To the worker, about a job by its number. */
export type Asked =
  | { job: number; begin: JobName; setup: unknown }
  | { job: number; input: unknown }
  | { job: number; close: true }
  /** Ends the worker; it answers when its files are closed. */
  | { end: true };

/** From the worker: what a job gave, or why it could not; and that its files are closed. */
export type Answered =
  | { job: number; output: unknown }
  | { job: number; failed: Failed }
  | { ended: true };

export interface Failed {
  message: string;
  fault?: JournalFault;
}

export function failedBy(error: unknown): Failed {
  const message = messageOf(error);
  return error instanceof JournalError ? { message, fault: error.fault } : { message };
}

export function errorOf({ message, fault }: Failed): Error {
  return fault ? new JournalError(message, { fault }) : new Error(message);
}
