/**
 * What must hold after any storm, as functions that tell what does not: an empty list is good. What
 * holds for a journal alone stands in server/journal, where `parley check` uses it as well.
 */
import { isDeepStrictEqual } from "node:util";
import { type Finding, findingsInRows } from "../../server/journal/invariants.ts";
import { namesOf } from "../../server/journal/names.ts";
import type { Row } from "../../server/journal/rows.ts";
import { type Conversation, emptyConversation, fold } from "../../static/fold.js";

export { type Finding, findingsInRows };

/** Live rows, as one client heard them after `since`: no hole, nothing twice. */
export function findingsInLiveRows(rows: readonly Row[], { since = 0 } = {}): Finding[] {
  return rows.flatMap(({ seq }, index) => {
    const before = index === 0 ? since : rows[index - 1].seq;
    if (seq === before + 1) return [];
    return [{ rule: "live", message: `Row ${seq} was heard after row ${before}.` }];
  });
}

/**
 * Each request that was accepted is there once, and so is the answer that was promised.
 * @param accepted ids of prompts, retries and continues, each with its answer's
 */
export function findingsInAccepted(
  rows: readonly Row[],
  accepted: ReadonlyMap<string, string>,
): Finding[] {
  const named = rows.flatMap(namesOf);
  return [...accepted].flatMap(([id, answer]) => {
    const times = named.filter((name) => name === id).length;
    const promised = rows.filter((row) => row.type === "typing" && row.id === answer);
    const kept = promised.length === 1 &&
      promised.every((row) => row.type === "typing" && row.request === id);
    return [
      ...times === 1 ? [] : [`The accepted request ${id} is there ${times} times.`],
      ...kept ? [] : [`The answer ${answer}, promised to ${id}, is not there once.`],
    ].map((message) => ({ rule: "accepted", message }));
  });
}

/**
 * Each answer is the beginning of what Ollama sent for it, and all of it where it ended `stop`.
 * @param sent whole texts by the answers' ids; of an answer that goes on from another, with the
 *   text that it goes on from. An answer that is not there is not looked at
 */
export function findingsInAnswers(
  { messages }: Conversation,
  sent: ReadonlyMap<string, string>,
): Finding[] {
  return [...sent].flatMap(([id, whole]) => {
    const answer = messages.get(id);
    if (!answer) return [];
    const { text, reason } = answer;
    if (!whole.startsWith(text)) {
      const message = `The answer ${id} is not how Ollama's begins, from character ` +
        `${firstDifference(text, whole)} on.`;
      return [{ rule: "sent", message }];
    }
    if (reason !== "stop" || text === whole) return [];
    const message = `The answer ${id} ended, but ${text.length} of ${whole.length} are there.`;
    return [{ rule: "sent", message }];
  });
}

/**
 * What clients show is what the journal holds.
 * @param clients their conversations by their names
 */
export function findingsInFolds(
  rows: readonly Row[],
  clients: ReadonlyMap<string, Conversation>,
): Finding[] {
  return [...clients].flatMap(([name, shown]) => {
    const expected = fold(emptyConversation(shown.id), rows);
    return differences(shown, expected)
      .map((what) => ({ rule: "fold", message: `${name} does not show ${what} as it is.` }));
  });
}

/** Which parts of two conversations are not the same. */
function differences(shown: Conversation, expected: Conversation): string[] {
  const { messages: mine, ...rest } = shown;
  const { messages, ...others } = expected;
  const keys = Object.keys({ ...rest, ...others });
  const parts = new Map(Object.entries(rest));
  const wanted = new Map(Object.entries(others));
  return [
    ...keys.filter((key) => !isDeepStrictEqual(parts.get(key), wanted.get(key))),
    ...new Set([...mine.keys(), ...messages.keys()]).values()
      .filter((id) => !isDeepStrictEqual(mine.get(id), messages.get(id)))
      .map((id) => `the message ${id}`),
    ...isDeepStrictEqual([...mine.keys()], [...messages.keys()]) ? [] : ["the order of messages"],
  ];
}

function firstDifference(text: string, whole: string): number {
  let at = 0;
  while (text[at] === whole[at]) at++;
  return at;
}
