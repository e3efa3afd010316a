import assert from "node:assert/strict";
import fc from "fast-check";
import { findingsInRows } from "../../../server/journal/invariants.ts";
import type { Journal } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import type { Draft } from "../../../server/journal/rows.ts";
import { derivedId } from "../../../server/transfer/derived_id.ts";
import { exportLines } from "../../../server/transfer/export_lines.ts";
import type { Outcome } from "../../../server/transfer/outcome.ts";
import { createImportReader } from "../../../server/transfer/read_import.ts";
import { emptyConversation, fold } from "../../../static/fold.js";
import { chatgptExport, openWebuiExport } from "../../support/foreign_exports.ts";
import { drafts } from "../../support/row_arbitrary.ts";
import { openTemporarySqlite } from "../journal/open_journals.ts";

const scripts = fc.array(drafts({ maxLength: 25 }), { minLength: 1, maxLength: 3 });

/** The sizes of the pieces in which a file comes. */
const pieces = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });

/** The same rows, with ids as clients make them. */
function named(draft: Draft): Draft {
  const ids = Object.entries(draft).filter(([key]) =>
    ["id", "parent", "request", "continues"].includes(key)
  ).map(([key, id]) => [key, id === null ? null : derivedId(String(id))]);
  return { ...draft, ...Object.fromEntries(ids) };
}

/** A journal in which these things were said; what has ended is compacted in every second one. */
async function journalOf(all: Draft[][], journal: Journal) {
  for (const [index, rows] of all.entries()) {
    const conversation = derivedId("conversation", String(index));
    await journal.append({ owner: "me", conversation, rows: rows.map(named) });
    if (index % 2 === 1) await journal.compact(conversation);
  }
  return journal;
}

async function exported(journal: Journal): Promise<Uint8Array> {
  let text = "";
  for await (const lines of exportLines(journal, "me", { now: () => 1 })) text += lines;
  return new TextEncoder().encode(text);
}

/** What comes of a file that is read in such pieces, again and again. */
function read(file: Uint8Array, sizes: readonly number[] = [100]): Outcome[] {
  const reader = createImportReader();
  const outcomes: Outcome[] = [];
  for (let at = 0, n = 0; at < file.length; n++) {
    const size = sizes[n % sizes.length];
    outcomes.push(...reader.push(file.subarray(at, at + size)));
    at += size;
  }
  return [...outcomes, ...reader.end()];
}

async function take(outcomes: readonly Outcome[], journal: Journal) {
  for (const outcome of outcomes) {
    if (!("incoming" in outcome)) continue;
    const { incoming } = outcome;
    if (await journal.summary(incoming.conversation)) continue;
    await journal.adopt({ owner: "me", ...incoming });
  }
}

/** Each conversation folded; what was running is as if it had ended where it was. */
async function folds(journal: Journal) {
  const all = await journal.list("me", { limit: 1000 });
  return new Map(
    await Promise.all(all.map(async ({ conversation }) => {
      const { rows } = await journal.since(conversation, 0);
      const { messages, last: _, ...rest } = fold(emptyConversation(conversation), rows);
      const ended = [...messages.values()].map((message) => {
        const { state, error: _, ...said } = message;
        return state === "sent" || state === "ended" ? { state, ...said } : said;
      });
      return [conversation, { ...rest, messages: ended }] as const;
    })),
  );
}

for (
  const [name, open] of [
    ["createMemoryJournal()", createMemoryJournal],
    ["openSqliteJournal()", openTemporarySqlite],
  ] as const
) {
  Deno.test(`an export of ${name}, imported into an empty journal, gives the same folds`, async () => {
    await fc.assert(
      fc.asyncProperty(scripts, pieces, async (all, sizes) => {
        await using old = open();
        await using fresh = open();
        const outcomes = read(await exported(await journalOf(all, old)), sizes);
        assert.deepEqual(outcomes.filter((outcome) => "failure" in outcome), []);
        await take(outcomes, fresh);
        assert.deepEqual(await folds(fresh), await folds(old));
        assert.deepEqual(await fresh.unended(), []);
        const listed = async (journal: Journal) =>
          (await journal.list("me")).map(({ title, model }) => [title, model]).sort();
        assert.deepEqual(await listed(fresh), await listed(old));
        await take(read(await exported(fresh), sizes), fresh);
        assert.equal((await folds(fresh)).size, (await folds(old)).size);
      }),
      { numRuns: name === "openSqliteJournal()" ? 30 : 100 },
    );
  });
}

Deno.test("an export that ends anywhere gives what is whole before it, and the rest when it comes again", async () => {
  await fc.assert(
    fc.asyncProperty(scripts, fc.nat(), async (all, cut) => {
      await using old = await journalOf(all, createMemoryJournal());
      await using fresh = createMemoryJournal();
      const file = await exported(old);
      const end = 1 + cut % (file.length - 1);
      const outcomes = read(file.subarray(0, end));
      // The line that ends a file is whole without its end.
      const isWhole = end >= file.length - 1;
      assert.equal(outcomes.some((outcome) => "failure" in outcome), !isWhole);
      await take(outcomes, fresh);
      const expected = await folds(old);
      for (const [id, folded] of await folds(fresh)) assert.deepEqual(folded, expected.get(id));
      await take(read(file), fresh);
      assert.deepEqual(await folds(fresh), expected);
    }),
    { numRuns: 200 },
  );
});

Deno.test("an export with bytes that went wrong gives nothing that breaks a rule", async () => {
  const wrong = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(scripts, wrong, pieces, async (all, changes, sizes) => {
      await using old = await journalOf(all, createMemoryJournal());
      const file = await exported(old);
      for (const { at, byte } of changes) file[at % file.length] = byte;
      for (const outcome of read(file, sizes)) {
        if ("incoming" in outcome) assert.deepEqual(findingsInRows(outcome.incoming.rows), []);
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("exports of other programs come to the same rows in any pieces, and to no broken ones when they are cut", () => {
  const files = [openWebuiExport, chatgptExport].map((file) =>
    new TextEncoder().encode(JSON.stringify([...file, ...file], null, 1))
  );
  fc.assert(
    fc.property(fc.constantFrom(...files), pieces, fc.nat(), (file, sizes, cut) => {
      assert.deepEqual(read(file, sizes), read(file, [file.length]));
      const outcomes = read(file.subarray(0, cut % file.length), sizes);
      for (const outcome of outcomes) {
        if ("incoming" in outcome) assert.deepEqual(findingsInRows(outcome.incoming.rows), []);
      }
      assert.ok(outcomes.filter((outcome) => "incoming" in outcome).length <= 2);
    }),
    { numRuns: 200 },
  );
});

Deno.test("no JSON at all makes the reader throw", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), pieces, (value, sizes) => {
      read(new TextEncoder().encode(JSON.stringify(value)), sizes);
      read(new TextEncoder().encode(JSON.stringify({ mapping: value, history: value })), sizes);
      read(new TextEncoder().encode(JSON.stringify([{ chat: { history: value } }])), sizes);
    }),
    { numRuns: 300 },
  );
});
