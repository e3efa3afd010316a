/** docs/REFERENCE.md says where each row of the reference flow is; this holds it to that. */
import assert from "node:assert/strict";
import { missingPlaces, missingTests, rowsOf, testsOf } from "../support/test_tables.ts";

const ROOT = new URL("../../", import.meta.url);

/** The rows that the reference has, by section of the document. */
const PHASES = [
  ["1.1", "1.2"],
  ["2.1", "2.2"],
  ["3.1", "3.2"],
  ["4.1", "4.2", "4.3"],
  ["5.1", "5.2"],
  ["6.1"],
  ["7.1", "7.2"],
  ["8.1", "8.2", "8.3"],
];
const SECTIONS: Record<string, string[]> = {
  "Timing": ["All but the model", "The model"],
  "Performance points": [
    "WebSocket reuse",
    "Async",
    "Model caching",
    "Response limiting",
    "Stop sequences",
    "Client-side validation",
  ],
  "Errors on the page": ["Connection lost", "Empty message", "Model loading failed"],
  "Errors on the server": [
    "WebSocket disconnected",
    "Ollama connection failed",
    "Invalid JSON",
    "Timeout",
  ],
  "Message kinds and their looks": ["user", "ai", "system", "error", "typing", "loading"],
  "WebSocket protocol": ["Format", ...numbers(9)],
  "Configuration": ["At the start", "At run time"],
  "Verification checklist": [...numbers(10), "All"],
};
const DIFFERENCES = "Where Parley differs, and why";

const text = await Deno.readTextFile(new URL("docs/REFERENCE.md", ROOT));
const rows = rowsOf(text);

function numbers(last: number): string[] {
  return Array.from({ length: last }, (_, index) => String(index + 1));
}

const rowsBelow = (section: string) => rows.filter((row) => row.section === section);
const namesBelow = (section: string) => [...new Set(rowsBelow(section).map(({ name }) => name))];

Deno.test("docs/REFERENCE.md has every row of the reference flow, in its order", () => {
  const sections = [...new Set(rows.map(({ section }) => section))];
  const phases = sections.slice(0, PHASES.length);
  assert.deepEqual(phases.map((phase) => phase.split(":")[0]), numbers(8).map((n) => `Phase ${n}`));
  assert.deepEqual(phases.map(namesBelow), PHASES);
  assert.deepEqual(sections.slice(PHASES.length), [...Object.keys(SECTIONS), DIFFERENCES]);
  for (const [section, names] of Object.entries(SECTIONS)) {
    assert.deepEqual(namesBelow(section), names);
  }
});

Deno.test("docs/REFERENCE.md names files that exist, with what they name in them", async () => {
  const placed = rows.filter(({ section }) => section !== DIFFERENCES);
  assert.deepEqual(await missingPlaces(placed, { column: 2 }), []);
});

Deno.test("docs/REFERENCE.md names tests that exist, for every row", async () => {
  assert.deepEqual(await missingTests(rows), []);
});

Deno.test("docs/REFERENCE.md has the ten lines of the checklist, each with a test of the page", () => {
  const lines = rowsBelow("Verification checklist").slice(0, 10);
  for (const [index, row] of lines.entries()) {
    const [{ file, test }] = testsOf(row);
    assert.equal(file, "tests/page/checklist_test.ts");
    assert.match(test, new RegExp(`^checklist ${index + 1}: `));
  }
  assert.equal(new Set(lines.map((row) => testsOf(row)[0].test)).size, 10);
});

Deno.test("docs/REFERENCE.md explains each difference that it mentions, and mentions each", () => {
  const above = text.split(`## ${DIFFERENCES}`)[0];
  const mentioned = new Set([...above.matchAll(/(?<=\()D\d+(?=\))/g)].map(([name]) => name));
  assert.deepEqual(namesBelow(DIFFERENCES), numbers(21).map((n) => `D${n}`));
  assert.deepEqual([...mentioned].toSorted(), namesBelow(DIFFERENCES).toSorted());
});
