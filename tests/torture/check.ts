/** What must hold when the storm is over, of each conversation. */
import type { Journal } from "../../server/journal/journal.ts";
import type { Row } from "../../server/journal/rows.ts";
import { emptyConversation, fold } from "../../static/fold.js";
import {
  type Finding,
  findingsInAccepted,
  findingsInFolds,
  findingsInRows,
} from "../support/invariants.ts";
import { findingsInUpstream } from "./check_answers.ts";
import { findingsInAsked, findingsInSeen } from "./check_seen.ts";
import { findingsInSettings } from "./check_settings.ts";
import { findingsInWrites } from "./check_writes.ts";
import type { Tab } from "./client.ts";
import type { ScriptedOllama } from "./ollama.ts";
import type { Seen, Witness } from "./witness.ts";

export interface Evidence {
  journal: Journal;
  tabs: readonly Tab[];
  ollama: ScriptedOllama;
  witness: Witness;
  /** Which life of the server was the last. */
  life: number;
}

/** Looks at everything, and tells the witness what should not be so. */
export async function check(evidence: Evidence): Promise<void> {
  const { journal, tabs, witness, ollama } = evidence;
  const all = new Set(tabs.map(({ conversation }) => conversation));
  for (const conversation of all) {
    for (const { rule, message } of await findingsIn(conversation, evidence)) {
      witness.find(rule, `In ${nameOf(conversation, tabs)}: ${message}`);
    }
  }
  for (const { conversation, id } of await journal.unended()) {
    witness.find("end", `The answer ${id} of ${conversation} has no end.`);
  }
  const questions = new Set(
    tabs.flatMap((tab) => [...tab.look().messages.values()].map(({ text }) => text)),
  );
  for (const { number, question } of ollama.requests) {
    if (!questions.has(question)) witness.find("upstream", `Request ${number} has no question.`);
  }
}

async function findingsIn(conversation: string, evidence: Evidence): Promise<Finding[]> {
  const { journal, tabs, witness, ollama, life } = evidence;
  const { rows } = await journal.since(conversation, 0);
  const folded = fold(emptyConversation(conversation), rows);
  const shown = new Map(
    tabs.filter((tab) => tab.conversation === conversation).map((tab) => [tab.name, tab.look()]),
  );
  const isOurs = (frame: { conversation: string }) => frame.conversation === conversation;
  const seen = witness.seen.filter(({ row }) => isOurs(row));
  if ((await journal.summary(conversation))?.erased) return findingsInErased(rows, seen);
  const accepted = [...witness.accepted.values()].filter(isOurs);
  await journal.compact(conversation);
  const compacted = (await journal.since(conversation, 0)).rows;
  return [
    ...findingsInRows(rows),
    ...findingsInAccepted(rows, new Map(accepted.map(({ id, answer }) => [id, answer]))),
    ...findingsInAsked(rows, [...witness.asked.values()].filter(isOurs), witness),
    ...findingsInSeen(rows, { folded, seen }),
    ...findingsInWrites(folded, seen),
    ...findingsInFolds(rows, shown),
    ...findingsInFolds(compacted, new Map([["the compacted journal's fold", folded]])),
    ...findingsInUpstream(folded, ollama.requests, { life }),
    ...findingsInSettings(rows, { folded, requests: ollama.requests }),
  ];
}

/** Nothing is left of what was erased, and it was not taken back in time. */
function findingsInErased(rows: readonly Row[], seen: readonly Seen[]): Finding[] {
  const turns = seen.map(({ row }) => row)
    .filter(({ type }) => type === "deleted" || type === "restored");
  const last = turns.reduce<Row | undefined>(
    (newest, row) => newest && newest.seq > row.seq ? newest : row,
    undefined,
  );
  return [
    ...rows.length > 0 ? ["It was erased, and rows of it are left."] : [],
    ...last?.type === "restored" ? ["It was erased after it had been restored."] : [],
  ].map((message) => ({ rule: "erased", message }));
}

function nameOf(conversation: string, tabs: readonly Tab[]): string {
  return tabs.find((tab) => tab.conversation === conversation)?.name.split("-")[0] ?? conversation;
}
