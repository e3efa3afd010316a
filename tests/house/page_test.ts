/** docs/PAGE.md names a place and a test for all that the page has to do; this holds it to that. */
import assert from "node:assert/strict";
import { missingPlaces, missingTests, rowsOf } from "../support/test_tables.ts";

const ROOT = new URL("../../", import.meta.url);

/** How many lines each section has at least: none is taken out. */
const SECTIONS = {
  "From the reference flow": 14,
  "What people expect": 31,
  "What is often done wrong": 20,
  "Small": 3,
};

const rows = rowsOf(await Deno.readTextFile(new URL("docs/PAGE.md", ROOT)));

Deno.test("docs/PAGE.md has all its sections, and no fewer lines than it had", () => {
  const counts = Map.groupBy(rows, ({ section }) => section);
  assert.deepEqual([...counts.keys()], Object.keys(SECTIONS));
  for (const [section, least] of Object.entries(SECTIONS)) {
    const count = counts.get(section)?.length ?? 0;
    assert.ok(count >= least, `${section} has ${count} lines`);
  }
});

Deno.test("docs/PAGE.md names files that exist, with what they name in them", async () => {
  assert.deepEqual(await missingPlaces(rows, { column: 1 }), []);
});

Deno.test("docs/PAGE.md names tests that exist, for every line", async () => {
  assert.deepEqual(await missingTests(rows), []);
});
