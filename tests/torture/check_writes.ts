/** What was seen of an answer while it came is what its end says: all of it, in order, once. */
import { endsAnswer, isWrite, type Row } from "../../server/journal/rows.ts";
import type { Conversation } from "../../static/fold.js";
import type { Finding } from "../support/invariants.ts";
import type { Seen } from "./witness.ts";

/** An answer as far as its live rows tell. */
interface Written {
  /** Of the row that began it. */
  seq: number;
  token: number;
  thinking: number;
  /** Nothing was written of its own text yet, which may begin before the end of another's. */
  isUnwritten: boolean;
}

/**
 * Looks at answers of which every row was seen live by someone.
 * @param seen what was shown of the conversation, to anyone, at any time
 */
export function findingsInWrites(
  { messages }: Pick<Conversation, "messages">,
  seen: readonly Seen[],
): Finding[] {
  const live = new Map(seen.filter(({ isLive }) => isLive).map(({ row }) => [row.seq, row]));
  const rows = [...live.values()].sort((one, other) => one.seq - other.seq);
  const answers = new Map<string, Written>();
  let last = 0;
  let whole = 0;
  return rows.flatMap((row) => {
    if (row.seq !== last + 1) whole = row.seq;
    last = row.seq;
    if (row.type === "typing") {
      const token = messages.get(row.continues ?? "")?.text.length ?? 0;
      answers.set(row.id, { seq: row.seq, token, thinking: 0, isUnwritten: true });
    }
    const answer = "id" in row ? answers.get(row.id) : undefined;
    const what = answer && answer.seq >= whole ? wrongIn(row, answer) : undefined;
    return what ? [{ rule: "offset", message: `Row ${row.seq} ${what}.` }] : [];
  });
}

/** What is wrong with the next row of an answer, which is taken into account. */
function wrongIn(row: Row, answer: Written): string | undefined {
  if (isWrite(row)) {
    const there = answer[row.type];
    const isSeam = row.type === "token" && answer.isUnwritten && row.offset <= there;
    answer[row.type] = row.offset + row.message.length;
    if (row.type === "token") answer.isUnwritten = false;
    return row.offset === there || isSeam
      ? undefined
      : `writes at ${row.offset}, after ${there} were written`;
  }
  if (!endsAnswer(row)) return undefined;
  const { thinking = "" } = row;
  const text = row.type === "ai" ? row.message : row.text;
  // What was stopped before its turn came has no text, not even what it would have gone on from.
  if (answer.isUnwritten && text === "" && thinking === "") return undefined;
  return text.length === answer.token && thinking.length === answer.thinking
    ? undefined
    : `has ${text.length} and ${thinking.length} characters of text and thinking, and ` +
      `${answer.token} and ${answer.thinking} were written`;
}
