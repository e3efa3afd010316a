/** How much happened in a storm, so that one in which nothing did is noticed. */
import type { Conversation } from "../../static/fold.js";
import { answers } from "./verbs.ts";

/** How many answers ended in each way, and how many went on from another or stand beside one. */
export function answerFigures(conversations: readonly Conversation[]): Record<string, number> {
  const all = conversations.flatMap(answers);
  const beside = Map.groupBy(all, ({ parent }) => parent).values()
    .reduce((sum, { length }) => sum + length - 1, 0);
  const ends = Map.groupBy(all, ({ reason, error }) => error?.code ?? reason ?? "unended");
  return {
    answers: all.length,
    continued: all.filter(({ continues }) => continues !== undefined).length,
    beside,
    ...Object.fromEntries([...ends].map(([end, { length }]) => [end, length])),
  };
}
