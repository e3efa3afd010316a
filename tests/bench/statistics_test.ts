import assert from "node:assert/strict";
import fc from "fast-check";
import { median, quantile, spread } from "../../bench/statistics.ts";

Deno.test("median() takes the middle value when their number is odd", () => {
  assert.equal(median([5, 1, 100]), 5);
  assert.equal(median([7]), 7);
});

Deno.test("median() lies between the two middle values when their number is even", () => {
  assert.equal(median([1, 2, 10, 100]), 6);
});

Deno.test("quantile() lies between neighbours by a straight line", () => {
  assert.equal(quantile([10, 20, 30, 40, 50], 0.25), 20);
  assert.equal(quantile([0, 100], 0.99), 99);
});

Deno.test("quantile() throws a RangeError when there are no values", () => {
  assert.throws(() => quantile([], 0.5), RangeError);
});

Deno.test("spread() holds the median between the least and the most, whatever the order", () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
  fc.assert(fc.property(values, (some) => {
    const { least, median, most } = spread(some);
    assert.ok(least <= median && median <= most);
    assert.deepEqual(spread(some.toReversed()), { least, median, most });
    assert.deepEqual([least, most], [Math.min(...some) + 0, Math.max(...some) + 0]);
  }));
});
