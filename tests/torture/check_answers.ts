/** Every answer comes from one request to Ollama, and no request was made in vain or twice. */
import { isDeepStrictEqual } from "node:util";
import { branch } from "../../static/branches.js";
import type { Conversation, Message } from "../../static/fold.js";
import { type Finding, findingsInAnswers } from "../support/invariants.ts";
import { isDenial, markedNumber, type Turn, type Upstream } from "./ollama.ts";
import { answers } from "./verbs.ts";

/**
 * @param requests all that Ollama was asked, of any conversation
 * @param options.life which life of the server was the last
 */
export function findingsInUpstream(
  folded: Conversation,
  requests: readonly Upstream[],
  { life }: { life: number },
): Finding[] {
  const sources = new Map(
    answers(folded).flatMap((answer) => {
      const number = numberOf(answer, folded);
      const upstream = number === undefined ? undefined : requests[number - 1];
      return upstream ? [[answer, upstream] as const] : [];
    }),
  );
  const sent = new Map(
    [...sources].map(([answer, { text }]) =>
      [answer.id, before(answer, folded, text) + text] as const
    ),
  );
  return [
    ...findingsInAnswers(folded, sent),
    ...[...sources].flatMap(([answer, upstream]) => mismatches(answer, { upstream, folded })),
    ...answers(folded).filter((answer) => !sources.has(answer)).flatMap(fromNowhere),
    ...inVain(folded, { requests, sources, life }),
  ];
}

/** The request that an answer's own part came from; `undefined` where it has none. */
function numberOf(answer: Message, { messages }: Conversation): number | undefined {
  const number = markedNumber(answer.text);
  const inherited = markedNumber(messages.get(answer.continues ?? "")?.text ?? "");
  return number === inherited ? markedNumber(answer.thinking) : number;
}

/** What stands before an answer's own part: the text it goes on from, without what it says again. */
function before({ continues }: Message, { messages }: Conversation, own: string): string {
  const text = messages.get(continues ?? "")?.text ?? "";
  const repeats = text.length > 40 && own.startsWith(text.slice(-20));
  return repeats ? text.slice(0, -20) : text;
}

function mismatches(
  answer: Message,
  { upstream, folded }: { upstream: Upstream; folded: Conversation },
): Finding[] {
  const { id, reason, thinking, text, context } = answer;
  const { number, messages, end } = upstream;
  const turns = turnsFor(answer, folded);
  const dropped = turns.length - messages.length;
  const isWhole = reason === "stop" || reason === "length";
  const wrong = [
    isDeepStrictEqual(messages, turns.slice(dropped)) && messages[0]?.role === "user"
      ? ""
      : "was asked for with another history",
    context && context.dropped !== dropped
      ? `says that ${context.dropped} messages were left out, and ${dropped} were`
      : "",
    upstream.thinking.startsWith(thinking) ? "" : "has other thoughts than Ollama sent",
    isWhole && thinking !== upstream.thinking ? "lacks thoughts that Ollama sent" : "",
    isWhole && end !== reason ? `ended ${reason}, and Ollama's ended ${end}` : "",
    reason === "length" && !text.endsWith(upstream.text) ? "lacks words that Ollama sent" : "",
  ];
  return wrong.filter((what) => what !== "")
    .map((what) => ({ rule: "sent", message: `The answer ${id} of request ${number} ${what}.` }));
}

/** What the model has to be told for an answer, as far as it fits. */
function turnsFor({ parent, continues }: Message, folded: Conversation): Turn[] {
  return branch(folded, continues ?? parent)
    .filter(({ role, text }) => role === "user" || text !== "")
    .map(({ role, text }) => ({ role: role === "user" ? "user" : "assistant", content: text }));
}

/** An answer without a word of Ollama's was stopped, or failed. */
function fromNowhere({ id, state, reason }: Message): Finding[] {
  if (state === "failed" || reason === "stopped") return [];
  return [{ rule: "sent", message: `The answer ${id} ended, and Ollama sent nothing of it.` }];
}

/**
 * An answer is asked for once; again only if the server was killed before anyone saw a word of it,
 * or where Ollama did not even begin, since it was busy or the history did not fit.
 */
function inVain(
  folded: Conversation,
  { requests, sources, life }: {
    requests: readonly Upstream[];
    sources: ReadonlyMap<Message, Upstream>;
    life: number;
  },
): Finding[] {
  const used = new Set(sources.values());
  const twice = sources.size > used.size
    ? [{ rule: "upstream", message: "Two answers come from one request." }]
    : [];
  const questions = [...folded.messages.values()].filter(({ role }) => role === "user");
  return questions.flatMap((question) => {
    const mine = answers(folded).filter(({ parent }) => parent === question.id);
    const wordless = mine.filter((answer) => !sources.has(answer));
    const asked = requests.filter((request) =>
      request.question === question.text && !isDenial(request.end)
    );
    const vain = asked.filter((request) => !used.has(request) && request.life === life);
    const most = Math.max(
      0,
      ...Map.groupBy(asked, (one) => one.life).values().map((all) => all.length),
    );
    if (vain.length <= wordless.length && most <= mine.length) return [];
    const numbers = asked.map(({ number }) => number).join(", ");
    const message = `${mine.length} answers to ${question.id} were asked for by ${numbers}.`;
    return [{ rule: "upstream", message }];
  }).concat(twice);
}
