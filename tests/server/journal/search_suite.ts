import assert from "node:assert/strict";
import fc from "fast-check";
import type { Journal } from "../../../server/journal/journal.ts";
import { to } from "./append_suite.ts";
import { ai, failed, token, typing, user } from "./drafts.ts";
import type { Open } from "./open_journals.ts";

/** What can be found in a journal, whatever it is made of. */
export function searchSuite(name: string, open: Open) {
  Deno.test(`${name}.search() finds questions, ended answers and given titles`, async () => {
    await using journal = open({ now: () => 7 });
    await journal.append(to("c", user("u", { message: "Which tree?" }), typing("a")));
    await journal.append(to("c", token("a", { message: "A larch" })));
    assert.deepEqual(await found(journal, "larch"), []);
    await journal.append(to("c", { ...ai("a"), message: "A larch." }));
    await journal.append(
      to("d", user("u"), typing("a"), { ...failed("a"), text: "Perhaps larches" }),
    );
    await journal.append(to("d", { type: "title", message: "Of larches" }));
    assert.deepEqual(await found(journal, "larch"), ["d -", "d a", "c a"]);
    assert.deepEqual(await found(journal, "tree"), ["c u"]);
    assert.deepEqual(await found(journal, "too long"), []);
    const [hit] = await journal.search("me", "tree");
    assert.deepEqual({ ...hit, place: 0 }, {
      conversation: "c",
      title: "Which tree?",
      model: "m",
      updated: 7,
      id: "u",
      snippet: { text: "Which tree?", marks: [[6, 10]] },
      place: 0,
    });
  });

  Deno.test(`${name}.search() knows the title that is in force alone`, async () => {
    await using journal = open();
    const title = (message: string) => ({ type: "title", message }) as const;
    await journal.append(to("c", title("larches"), title("maples")));
    assert.deepEqual(await found(journal, "larch"), []);
    assert.deepEqual(await found(journal, "la"), []);
    assert.deepEqual(await found(journal, "maple"), ["c -"]);
    await journal.append(to("c", title("oaks")));
    assert.deepEqual(await found(journal, "maple"), []);
    assert.deepEqual(await found(journal, "ma"), []);
    assert.deepEqual(await found(journal, "OAK"), ["c -"]);
  });

  const words: [string, string][] = [
    ["in any case", "lArCh"],
    ["of three characters", "lar"],
    ["of two characters", "ch"],
    ["of two characters at the end", "s!"],
    ["of one character", "!"],
    ["in any order and apart", "stand larch"],
    ["long and short", "in LARCH !"],
    ["in another script", "落葉松"],
    ["of two characters in another script", "葉松"],
    ["of one character in another script", "松"],
    ["in another script's other case", "лИСТВЕННИЦА"],
    ["of two characters in another script's other case", "ли"],
    ["with a final sigma", "ΔΕΝΔΡΟΣ"],
    ["of several code points", "👩‍👩‍👧"],
    ["with quotes", '"quoted"'],
    ["with a single quote", "it's"],
    ["that mean something elsewhere", "AND NOT (NEAR* ^col: -x%_"],
    ["with two characters that mean something elsewhere", '%_ "q (N'],
    ["with a backslash", "C:\\x"],
    ["between control characters", "larch\0stand\t松"],
  ];
  const text = 'Larches stand in 落葉松.\nЛиственница, δένδρος δενδροσ 👩‍👩‍👧 "quoted" it\'s AND NOT ' +
    "(NEAR* ^col: -x%_ C:\\x and more, all of them in one place, so that something is cut: larches!";
  for (const [what, query] of words) {
    Deno.test(`${name}.search() finds words ${what}`, async () => {
      await using journal = open();
      await journal.append(
        to("c", user("u", { message: text }), user("v", { message: "Nothing" })),
      );
      assert.deepEqual(await found(journal, query), ["c u"]);
    });
  }

  const nothing = [
    "",
    " \n\0",
    "larchen",
    "larches zzz",
    "zq",
    "☃",
    '""',
    "larches OR zzz",
    "ud83d",
    '"type"',
  ];
  for (const query of nothing) {
    Deno.test(`${name}.search() finds nothing for ${JSON.stringify(query)}`, async () => {
      await using journal = open();
      await journal.append(to("c", user("u", { message: text + " \ud83d" })));
      assert.deepEqual(await found(journal, query), []);
    });
  }

  Deno.test(`${name}.search() gives pages, newest first, of one owner`, async () => {
    await using journal = open();
    for (let n = 0; n < 5; n++) {
      await journal.append(to(n % 2 ? "c" : "d", user(`u${n}`)));
      await journal.append({ ...to("foreign", user(`u${n}`)), owner: "other" });
    }
    for (const query of ["hello", "?"]) {
      const first = await journal.search("me", query, { limit: 2 });
      assert.deepEqual(first.map(({ id }) => id), ["u4", "u3"]);
      const rest = await journal.search("me", query, { before: first[1].place });
      assert.deepEqual(rest.map(({ id }) => id), ["u2", "u1", "u0"]);
      assert.deepEqual(await journal.search("nobody", query), []);
    }
  });

  Deno.test(`${name}.search() finds any part of any text`, async () => {
    const parts = fc.string({
      unit: fc.constantFrom("a", "B", "é", "Я", "松", "👩", '"', "*", " "),
    });
    await fc.assert(
      fc.asyncProperty(parts, fc.array(parts, { maxLength: 3 }), async (text, others) => {
        await using journal = open();
        const all = [text, ...others];
        await journal.append(to("c", ...all.map((message, n) => user(`u${n}`, { message }))));
        const queries = text.split(" ").flatMap((word) => [word, word.slice(1, 3)])
          .filter((query) => query !== "" && query.isWellFormed());
        for (const query of queries) {
          const expected = all.flatMap((message, n) =>
            message.toLowerCase().includes(query.toLowerCase()) ? [`c u${n}`] : []
          );
          assert.deepEqual(await found(journal, query), expected.reverse());
        }
      }),
      { numRuns: 40 },
    );
  });

  Deno.test(`${name}.search() takes a query of a thousand words`, async () => {
    await using journal = open();
    const message = Array.from({ length: 1000 }, (_, n) => `word${n}`).join(" ");
    await journal.append(to("c", user("u", { message })));
    assert.deepEqual(await found(journal, message), ["c u"]);
    assert.deepEqual(await found(journal, message + " more"), []);
  });
}

/** Where something was found. */
export async function found(journal: Journal, query: string): Promise<string[]> {
  const hits = await journal.search("me", query);
  return hits.map(({ conversation, id }) => `${conversation} ${id ?? "-"}`);
}
