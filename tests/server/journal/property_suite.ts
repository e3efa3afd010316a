import assert from "node:assert/strict";
import fc from "fast-check";
import type { Journal } from "../../../server/journal/journal.ts";
import { type Draft, endsAnswer, isWrite, type Row } from "../../../server/journal/rows.ts";
import { emptyConversation, fold } from "../../../static/fold.js";
import { drafts } from "../../support/row_arbitrary.ts";
import type { Open } from "./open_journals.ts";

/** Some conversations, and in which portions and turns their rows are appended. */
export interface Play {
  scripts: Draft[][];
  portions: { pick: number; size: number; turn: "goes on" | "ends" | "compacts" }[];
}

export const play: fc.Arbitrary<Play> = fc.record({
  scripts: fc.array(drafts({ maxLength: 25 }), { minLength: 1, maxLength: 3 }),
  portions: fc.array(
    fc.record({
      pick: fc.nat({ max: 2 }),
      size: fc.integer({ min: 1, max: 5 }),
      turn: fc.constantFrom("goes on", "ends", "compacts"),
    }),
    { minLength: 30, maxLength: 60 },
  ),
});

const empty = emptyConversation("c");

/** What holds for any journal that was written by the rules. */
export function propertySuite(name: string, open: Open, { numRuns = 40 } = {}) {
  Deno.test(`${name} holds what was appended, in any portions and turns`, async () => {
    await fc.assert(
      fc.asyncProperty(play, fc.integer({ min: 1, max: 2000 }), async (script, maxBytes) => {
        await using journal = open();
        const { rows, kept } = await perform(script, journal);
        for (const [conversation, all] of rows) {
          assert.deepEqual(all.map(({ seq }) => seq), all.map((_, index) => index + 1));
          assert.deepEqual(await pages(journal, { conversation, maxBytes }), kept(conversation));
          assert.equal((await journal.summary(conversation))?.top, all.length);
        }
        const said = [...rows.values()].filter((all) =>
          all.some(({ type }) => type === "user" || type === "title") && !fold(empty, all).deleted
        );
        assert.equal((await journal.list("me")).length, said.length);
        await holdsUnended(journal, [...rows.values()].flat());
      }),
      { numRuns },
    );
  });

  Deno.test(`${name} tells the same conversation from any point on, however it was compacted`, async () => {
    const point = fc.nat({ max: 200 });
    const page = fc.integer({ min: 1, max: 2000 });
    await fc.assert(
      fc.asyncProperty(play, point, page, async (script, point, maxBytes) => {
        await using journal = open();
        const { rows } = await perform(script, journal);
        for (const [conversation, all] of rows) {
          const since = point % (all.length + 1);
          const known = fold(empty, all.slice(0, since));
          const after = await pages(journal, { conversation, since, maxBytes });
          assert.deepEqual({ ...fold(known, after), last: 0 }, { ...fold(empty, all), last: 0 });
        }
      }),
      { numRuns },
    );
  });
}

/** Plays it; `kept` tells what compaction must have left of a conversation. */
export async function perform({ scripts, portions }: Play, journal: Journal) {
  const rows = new Map<string, Row[]>();
  const gone = new Set<Row>();
  const left = scripts.map((script) => [...script]);
  let turn: Promise<Row[]>[] = [];

  async function endTurn() {
    for (const placed of await Promise.all(turn)) {
      for (const row of placed) {
        rows.set(row.conversation, [...rows.get(row.conversation) ?? [], row]);
      }
    }
    turn = [];
  }

  for (const portion of portions) {
    const index = portion.pick % left.length;
    const conversation = `conversation ${index}`;
    const part = left[index].splice(0, portion.size);
    if (part.length > 0) turn.push(journal.append({ owner: "me", conversation, rows: part }));
    if (portion.turn === "goes on") continue;
    await endTurn();
    if (portion.turn === "ends") continue;
    const all = rows.get(conversation) ?? [];
    const ended = new Set(all.filter(endsAnswer).map(({ id }) => id));
    const fresh = all.filter((row) => isWrite(row) && ended.has(row.id) && !gone.has(row));
    assert.equal(await journal.compact(conversation), fresh.length);
    for (const row of fresh) gone.add(row);
  }
  await endTurn();
  const kept = (conversation: string) =>
    (rows.get(conversation) ?? []).filter((row) => !gone.has(row));
  return { rows, kept };
}

async function pages(
  journal: Journal,
  { conversation, since = 0, maxBytes }: {
    conversation: string;
    since?: number;
    maxBytes: number;
  },
): Promise<Row[]> {
  const all: Row[] = [];
  for (let more = true; more;) {
    const page = await journal.since(conversation, all.at(-1)?.seq ?? since, { maxBytes });
    all.push(...page.rows);
    more = page.more;
  }
  return all;
}

async function holdsUnended(journal: Journal, all: readonly Row[]) {
  const key = ({ conversation, id }: { conversation: string; id: string }) =>
    `${conversation} ${id}`;
  const ended = new Set(all.filter(endsAnswer).map(key));
  const begun = new Set(all.filter(isWrite).map(key));
  const expected = all.filter((row) => row.type === "typing").filter((row) => !ended.has(key(row)));
  const found = await journal.unended();
  assert.deepEqual(found.map(key).sort(), expected.map(key).sort());
  for (const answer of found) assert.equal(answer.begun, begun.has(key(answer)));
  for (const conversation of new Set(found.map((answer) => answer.conversation))) {
    const order = (of: typeof expected | typeof found) =>
      [...of].filter((answer) => answer.conversation === conversation).map(({ id }) => id);
    assert.deepEqual(order(found), order(expected));
  }
}
