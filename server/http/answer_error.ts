/** What HTTP answers when a route threw: a status, a code, and plain words. */
import type { Context } from "hono";
import { Refusal, refusalAfter } from "../chat/refusal.ts";
import { describe } from "../describe.ts";
import { JournalError } from "../journal/journal.ts";
import type { Log } from "../log.ts";
import { failure } from "./json.ts";

/** What HTTP says of a request that was not taken; all else is 400. */
const REFUSED_STATUS: Partial<Record<Refusal["code"], 404 | 409 | 410 | 413>> = {
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_long: 413,
};

/** Says why a request was not taken; what is no refusal is logged, and nothing of it told. */
export function answerError(error: Error, c: Context, { log }: { log: Log }): Response {
  const refusal = refusalOf(error);
  if (refusal) {
    const { code, message } = refusal;
    return failure(c, REFUSED_STATUS[code] ?? 400, { code, message });
  }
  log.error("{method} {path} failed: {error}", {
    method: c.req.method,
    path: c.req.path,
    error: describe(error),
  });
  if (error instanceof JournalError) {
    const message = "This cannot be read or saved right now.";
    return failure(c, 503, { code: "storage", message });
  }
  return failure(c, 500, { code: "internal", message: "Something went wrong here." });
}

function refusalOf(error: Error): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof JournalError && error.fault !== "storage") return refusalAfter(error);
  return undefined;
}
