/** Which turns a model is sent when not all of them fit: the newest, whole ones only. */
import type { Turn } from "./estimate.ts";

/**
 * Leaves out the oldest turns, a question always together with its answer, until the rest fits.
 * The last question is never left out, fit or not.
 * @param turns from the oldest to the last question, which its answer's beginning may follow
 * @param options.room tokens that they may have together
 * @param options.measure tokens of messages
 * @param options.atLeast how many messages are to be left out in any case
 * @returns how many messages to leave out
 */
export function leaveOut(
  turns: readonly Turn[],
  { room, measure, atLeast = 0 }: {
    room: number;
    measure: (turns: readonly Turn[]) => number;
    atLeast?: number;
  },
): number {
  const last = lastQuestion(turns);
  let dropped = 0;
  while (dropped < last) {
    if (dropped >= atLeast && measure(turns.slice(dropped)) <= room) break;
    dropped = turns.findIndex(({ role }, place) => place > dropped && role === "user");
  }
  return dropped;
}

/** Where the question stands that is to be answered; what follows it is the answer's beginning. */
export function lastQuestion(turns: readonly Turn[]): number {
  return Math.max(0, turns.findLastIndex(({ role }) => role === "user"));
}
