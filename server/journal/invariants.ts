/** What holds for every journal, as pure functions over the rows of one conversation. */
import { isDeepStrictEqual } from "node:util";
import { emptyConversation, fold } from "../../static/fold.js";
import { namesOf } from "./names.ts";
import { endsAnswer, isWrite, type Row } from "./rows.ts";

/** Something that must never be so. */
export interface Finding {
  /** Which invariant does not hold. */
  rule: string;
  /** One sentence for people. */
  message: string;
}

/** The first and the last row of an answer. */
interface Span {
  begun: number;
  ended: number;
}

/**
 * Looks at all rows that a journal holds of one conversation.
 * @param options.unended ids of the answers that have no end yet
 */
export function findingsInRows(
  rows: readonly Row[],
  { unended = new Set() }: { unended?: ReadonlySet<string> } = {},
): Finding[] {
  const spans = spansIn(rows);
  return [
    ...wrongPlaces(rows, spans),
    ...doubleIds(rows),
    ...unknownParents(rows),
    ...wrongAnswers(rows, spans),
    ...wrongEnds(spans, unended),
    ...wrongOffsets(rows),
    ...wrongFold(rows),
    ...changedByCompaction(rows, spans),
  ];
}

function spansIn(rows: readonly Row[]): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const row of rows) {
    if (row.type === "typing") spans.set(row.id, { begun: row.seq, ended: Infinity });
    const span = endsAnswer(row) ? spans.get(row.id) : undefined;
    if (span) span.ended = Math.min(span.ended, row.seq);
  }
  return spans;
}

/** Seqs ascend from 1; they are missing only where writes of an ended answer were compacted. */
function* wrongPlaces(rows: readonly Row[], spans: Map<string, Span>): Iterable<Finding> {
  let last = 0;
  for (const { seq } of rows) {
    const first = last + 1;
    if (seq < first) yield { rule: "seq", message: `Row ${seq} comes after row ${last}.` };
    if (seq > first) {
      const compacted = spans.values()
        .some(({ begun, ended }) => begun < first && first < ended && ended < Infinity);
      const missing = seq - 1 === first ? `Row ${first} is` : `Rows ${first} to ${seq - 1} are`;
      if (!compacted) yield { rule: "seq", message: `${missing} missing.` };
    }
    last = seq;
  }
}

/** Prompts, answers and requests have an id of their own. */
function* doubleIds(rows: readonly Row[]): Iterable<Finding> {
  const known = new Set<string>();
  for (const row of rows) {
    for (const id of namesOf(row)) {
      if (known.has(id)) yield { rule: "id", message: `Row ${row.seq} uses the id ${id} again.` };
      known.add(id);
    }
  }
}

/** What a row speaks of is there before it. */
function* unknownParents(rows: readonly Row[]): Iterable<Finding> {
  const messages = new Set<string>();
  for (const row of rows) {
    for (const id of spokenOf(row)) {
      if (messages.has(id)) continue;
      yield { rule: "parent", message: `Row ${row.seq} speaks of ${id}, which is not there.` };
    }
    if (row.type === "user" || row.type === "typing") messages.add(row.id);
  }
}

function spokenOf(row: Row): string[] {
  switch (row.type) {
    case "user":
      return row.parent === null ? [] : [row.parent];
    case "typing":
      return row.continues === undefined ? [row.parent] : [row.parent, row.continues];
    case "head":
      return [row.id];
    default:
      return [];
  }
}

/** Rows of an answer stand between its `typing` and its one end. */
function* wrongAnswers(rows: readonly Row[], spans: Map<string, Span>): Iterable<Finding> {
  for (const row of rows) {
    if (!isWrite(row) && !endsAnswer(row)) continue;
    const { begun, ended } = spans.get(row.id) ?? { begun: Infinity, ended: Infinity };
    const message = row.seq < begun
      ? `Row ${row.seq} comes before its answer ${row.id} begins.`
      : `Row ${row.seq} comes after its answer ${row.id} has ended.`;
    if (row.seq < begun || row.seq > ended) yield { rule: "answer", message };
  }
}

/** Each answer has an end, or is known to have none. */
function* wrongEnds(
  spans: Map<string, Span>,
  unended: ReadonlySet<string>,
): Iterable<Finding> {
  const running = new Set(
    [...spans].filter(([, { ended }]) => ended === Infinity).map(([id]) => id),
  );
  for (const id of running.difference(unended)) {
    yield { rule: "end", message: `The answer ${id} has no end.` };
  }
  for (const id of unended.difference(running)) {
    yield { rule: "end", message: `The answer ${id} is not running, as is said elsewhere.` };
  }
}

/** No write begins beyond the text before it, as far as no rows are missing since it began. */
function* wrongOffsets(rows: readonly Row[]): Iterable<Finding> {
  const texts = new Map<string, { begun: number; token: number; thinking: number }>();
  const lengths = new Map<string, number>();
  let last = 0;
  let whole = 0;
  for (const row of rows) {
    if (row.seq !== last + 1) whole = row.seq;
    last = row.seq;
    if (endsAnswer(row)) lengths.set(row.id, (row.type === "ai" ? row.message : row.text).length);
    if (row.type === "typing") {
      const token = lengths.get(row.continues ?? "") ?? 0;
      texts.set(row.id, { begun: row.seq, token, thinking: 0 });
    }
    const text = isWrite(row) ? texts.get(row.id) : undefined;
    if (!text || !isWrite(row)) continue;
    if (row.offset > text[row.type] && text.begun >= whole) {
      const message = `Row ${row.seq} writes at ${row.offset}, beyond the ${
        text[row.type]
      } there are.`;
      yield { rule: "offset", message };
    }
    text[row.type] = row.offset + row.message.length;
  }
}

/** The rows can be folded, to the last one. */
function* wrongFold(rows: readonly Row[]): Iterable<Finding> {
  const last = rows.at(-1);
  if (!last) return;
  try {
    const folded = fold(emptyConversation(last.conversation), rows);
    if (folded.last === last.seq) return;
    yield { rule: "fold", message: `Folding ends at row ${folded.last}, not at ${last.seq}.` };
  } catch (error) {
    yield { rule: "fold", message: `The rows cannot be folded: ${String(error)}.` };
  }
}

/** An answer's end has all that its writes said, so that nobody can tell when they are gone. */
function* changedByCompaction(rows: readonly Row[], spans: Map<string, Span>): Iterable<Finding> {
  const kept = rows.filter((row) => !isWrite(row) || spans.get(row.id)?.ended === Infinity);
  if (kept.length === rows.length) return;
  const empty = emptyConversation(rows[0].conversation);
  const [all, compacted] = [fold(empty, rows), fold(empty, kept)];
  for (const [id, message] of all.messages) {
    if (isDeepStrictEqual(message, compacted.messages.get(id))) continue;
    yield { rule: "compaction", message: `Without its writes the answer ${id} is another one.` };
  }
}
