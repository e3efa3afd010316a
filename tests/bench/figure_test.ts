import assert from "node:assert/strict";
import { type Figure, judge } from "../../bench/figure.ts";

const RATES: Figure = {
  what: "relayed",
  unit: "tokens/s",
  values: { bare: [100, 200, 400], parley: [90, 150, 400] },
  against: "ratio",
  target: { least: 0.8 },
};

Deno.test("judge() compares within each run and takes the median of that", () => {
  const { bare, parley, comparison } = judge(RATES);
  assert.deepEqual([bare.median, parley.median], [200, 150]);
  assert.deepEqual(comparison, { median: 0.9, least: 0.75, most: 1 });
});

Deno.test("judge() subtracts the bare loop's value when asked for the difference", () => {
  const { comparison } = judge({
    ...RATES,
    values: { bare: [1, 2, 3], parley: [1.5, 4, 3] },
    against: "difference",
  });
  assert.deepEqual(comparison, { median: 0.5, least: 0, most: 2 });
});

Deno.test("judge() says whether a target is met, the very value included", () => {
  const met = (target: Figure["target"]) => judge({ ...RATES, target }).met;
  assert.deepEqual([met({ least: 0.9 }), met({ least: 0.91 })], [true, false]);
  assert.deepEqual([met({ most: 0.9 }), met({ most: 0.89 })], [true, false]);
  assert.equal(met(undefined), undefined);
});
