import assert from "node:assert/strict";
import type { Figure } from "../../bench/figure.ts";
import { tableOf } from "../../bench/table.ts";

const RATES: Figure = {
  what: "relayed",
  unit: "tokens/s",
  values: { bare: [40_000, 41_234, 42_000], parley: [36_000, 38_000, 37_000] },
  against: "ratio",
  target: { least: 0.8 },
};

const cellsOf = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim());

Deno.test("tableOf() shows medians with their spread, the comparison and the target", () => {
  const [, , line] = tableOf([RATES]).split("\n");
  assert.deepEqual(cellsOf(line), [
    "relayed, tokens/s",
    "41,234 (40,000 to 42,000)",
    "37,000 (36,000 to 38,000)",
    "0.90× (0.88× to 0.92×)",
    "≥ 0.8×",
    "yes",
  ]);
});

Deno.test("tableOf() shows differences with their sign and unit", () => {
  const waits: Figure = {
    what: "wait",
    unit: "ms",
    values: { bare: [1, 12.34, 250], parley: [0.5, 13.34, 350] },
    against: "difference",
    target: { most: 0.25 },
  };
  const [, , line] = tableOf([waits]).split("\n");
  assert.deepEqual(cellsOf(line), [
    "wait, ms",
    "12.3 (1.00 to 250)",
    "13.3 (0.50 to 350)",
    "+1.00 (−0.50 to +100)",
    "≤ 0.25 ms",
    "no",
  ]);
});

Deno.test("tableOf() shows what is Parley's alone against its target", () => {
  const [, , line] = tableOf([{
    what: "again",
    unit: "s",
    values: [2, 1, 3],
    target: { most: 1.5 },
  }])
    .split("\n");
  assert.deepEqual(cellsOf(line), ["again, s", "–", "2.00 (1.00 to 3.00)", "", "≤ 1.5 s", "no"]);
});

Deno.test("tableOf() says why something is missing", () => {
  const [, , line] = tableOf([{ what: "compiled", missing: "Cannot compile here" }]).split("\n");
  assert.deepEqual(cellsOf(line), ["compiled", "–", "–", "Cannot compile here", "", ""]);
});

Deno.test("tableOf() aligns its columns", () => {
  const lines = tableOf([RATES, { what: "a much longer line", missing: "…" }]).split("\n");
  assert.equal(new Set(lines.map((line) => [...line].length)).size, 1);
});
