import assert from "node:assert/strict";
import { createRate } from "../../../server/socket/rate.ts";

Deno.test("take() gives a burst, then so many a second, and never saves up more than the burst", () => {
  let now = 0;
  const rate = createRate({ perSecond: 20, burst: 40, now: () => now });
  const takeAll = () => {
    let taken = 0;
    while (rate.take()) taken++;
    return taken;
  };
  assert.equal(takeAll(), 40);
  now = 500;
  assert.equal(takeAll(), 10);
  now = 1_000_000;
  assert.equal(takeAll(), 40);
});
