/** What a database says of a conversation beside its rows: the rows must say the same. */
import { isDeletion } from "./deletion.ts";
import type { Finding } from "./invariants.ts";
import { modelAfter } from "./model_after.ts";
import { namesOf } from "./names.ts";
import type { Row } from "./rows.ts";
import { formerTitleFrom, oneLine, titleFrom } from "./title.ts";

export interface Records {
  /** The seq of each row that can be found by an id. */
  names: ReadonlyMap<string, number>;
  title: string;
  model: string;
  /** Milliseconds since 1970. */
  deleted?: number;
}

export function findingsInRecords(
  rows: readonly Row[],
  { names, title, model, deleted }: Records,
): Finding[] {
  return [
    ...wrongNames(rows, names),
    ...titlesOf(rows).includes(title)
      ? []
      : [{ rule: "title", message: "Its title is not what its rows say." }],
    ...modelOf(rows) === model
      ? []
      : [{ rule: "model", message: "Its model is not what its rows say." }],
    ...deletedAt(rows) === deleted
      ? []
      : [{ rule: "deleted", message: "Whether it is deleted is not what its rows say." }],
  ];
}

function* wrongNames(rows: readonly Row[], names: ReadonlyMap<string, number>): Iterable<Finding> {
  const expected = new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, row.seq])));
  for (const [name, seq] of expected) {
    if (names.get(name) === seq) continue;
    yield { rule: "names", message: `Row ${seq} is not found by the id ${name}.` };
  }
  for (const [name, seq] of names) {
    if (expected.has(name)) continue;
    yield {
      rule: "names",
      message: `Row ${seq} does not have the id ${name} by which it is found.`,
    };
  }
}

/** The title that rows give, and the one that earlier versions made of them. */
function titlesOf(rows: readonly Row[]): string[] {
  const given = rows.findLast((row) => row.type === "title");
  if (given) return [oneLine(given.message)];
  const { message = "" } = rows.find((row) => row.type === "user") ?? {};
  return [titleFrom(message), formerTitleFrom(message)];
}

function modelOf(rows: readonly Row[]): string {
  return rows.reduce((model, row) => modelAfter(row) ?? model, "");
}

function deletedAt(rows: readonly Row[]): number | undefined {
  const last = rows.findLast((row) => isDeletion(row));
  return last?.type === "deleted" ? last.time : undefined;
}
