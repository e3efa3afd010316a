import assert from "node:assert/strict";
import { backoff } from "../../static/backoff.js";

Deno.test("backoff() draws from nothing up to a bound that doubles until the cap", () => {
  const bounds = [0, 1, 2, 10].map((failures) => backoff(failures, { random: () => 1 }));
  assert.deepEqual(bounds, [1000, 2000, 4000, 20_000]);
  assert.equal(backoff(10, { random: () => 0 }), 0);
});
