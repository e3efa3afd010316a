/** What anyone has seen or asked is in the journal, and nothing else is. */
import { isDeepStrictEqual } from "node:util";
import { isWrite, type Row, type TokenRow } from "../../server/journal/rows.ts";
import type { Conversation } from "../../static/fold.js";
import type { Finding } from "../support/invariants.ts";
import type { Asked, Seen } from "./witness.ts";

/**
 * @param rows all that the journal holds of a conversation
 * @param options.folded the same, folded
 * @param options.seen what was shown of it, to anyone, at any time
 */
export function findingsInSeen(
  rows: readonly Row[],
  { folded, seen }: { folded: Conversation; seen: readonly Seen[] },
): Finding[] {
  const stored = new Map(rows.map((row) => [row.seq, row]));
  return seen.flatMap(({ row, by }) => {
    if (isWrite(row) ? isKept(row, folded) : isDeepStrictEqual(row, stored.get(row.seq))) return [];
    const what = `${row.type} ${JSON.stringify("message" in row ? row.message : "")}`;
    return [{ rule: "seen", message: `${by} saw row ${row.seq}, ${what}, and it is not there.` }];
  });
}

/** Whether an answer has, at its end, what was once written into it. */
function isKept({ type, id, offset, message }: TokenRow, { messages }: Conversation): boolean {
  const answer = messages.get(id);
  const text = type === "token" ? answer?.text : answer?.thinking;
  return text?.slice(offset, offset + message.length) === message;
}

/**
 * Everything asked for is there once, and nothing that nobody asked for.
 * @param options.gone ids that were refused since the conversation was deleted just then
 */
export function findingsInAsked(
  rows: readonly Row[],
  asked: readonly Asked[],
  { gone = new Set() }: { gone?: ReadonlySet<string> } = {},
): Finding[] {
  const wanted = new Map(asked.map((frame) => [frame.id, frame]));
  const requests = rows.flatMap((row) => row.type === "typing" ? [row.request] : []);
  const missing = [...wanted.keys()].filter((id) => !requests.includes(id) && !gone.has(id))
    .map((id) => `The request ${id} is not there.`);
  const foreign = rows.flatMap((row) => {
    if (row.type !== "user" && row.type !== "typing") return [];
    const frame = wanted.get(row.type === "user" ? row.id : row.request);
    return isAskedFor(row, frame) ? [] : [`Row ${row.seq} is nothing that was asked for.`];
  });
  return [...missing, ...foreign].map((message) => ({ rule: "asked", message }));
}

function isAskedFor(row: Extract<Row, { type: "user" | "typing" }>, frame?: Asked): boolean {
  if (row.type === "user") {
    return frame?.type === "prompt" && frame.message === row.message &&
      (frame.parent === undefined || frame.parent === row.parent);
  }
  if (frame?.type === "prompt") return row.parent === frame.id && row.continues === undefined;
  if (frame?.type === "retry") return row.parent === frame.of && row.continues === undefined;
  return frame !== undefined && row.continues === frame.of;
}
