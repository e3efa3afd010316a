/** docs/RELIABILITY.md and docs/SECURITY.md name a test for every row; this holds them to that. */
import assert from "node:assert/strict";
import { missingTests, rowsOf, testsOf } from "../support/test_tables.ts";

const FAULTS = 38;
const THREATS = 20;

const read = async (file: string) =>
  rowsOf(await Deno.readTextFile(new URL(`../../docs/${file}`, import.meta.url)));
const numbers = (last: number) => Array.from({ length: last }, (_, index) => String(index + 1));

const reliability = await read("RELIABILITY.md");
const security = await read("SECURITY.md");
const faults = reliability.filter(({ section }) => section === "Faults");

Deno.test("docs/RELIABILITY.md has every fault, in order", () => {
  assert.deepEqual(faults.map(({ name }) => name), numbers(FAULTS));
});

Deno.test("docs/RELIABILITY.md names a test for every fault that says which it is of", () => {
  for (const row of faults) {
    for (const { test } of testsOf(row)) assert.ok(test.startsWith(`fault ${row.name}: `), test);
  }
});

Deno.test("docs/SECURITY.md has every threat, in order", () => {
  assert.deepEqual(security.map(({ name }) => name), numbers(THREATS));
});

Deno.test("docs/RELIABILITY.md and docs/SECURITY.md name tests that exist", async () => {
  assert.deepEqual(await missingTests([...reliability, ...security]), []);
});
