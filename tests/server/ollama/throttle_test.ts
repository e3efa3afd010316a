import assert from "node:assert/strict";
import { createThrottle } from "../../../server/ollama/throttle.ts";
import { createManualClock } from "../../support/manual_clock.ts";

function setUp() {
  const clock = createManualClock();
  const passed: number[] = [];
  const throttle = createThrottle<number>(250, { clock, pass: (value) => passed.push(value) });
  return { clock, passed, throttle };
}

Deno.test("createThrottle() passes the first value at once", () => {
  const { passed, throttle } = setUp();
  throttle.push(1);
  assert.deepEqual(passed, [1]);
});

Deno.test("createThrottle() passes the newest value of each interval", () => {
  const { clock, passed, throttle } = setUp();
  for (let value = 1; value <= 10; value++) {
    throttle.push(value);
    clock.tick(100);
  }
  assert.deepEqual(passed, [1, 3, 5, 8, 10]);
});

Deno.test("createThrottle() passes at once again after a pause", () => {
  const { clock, passed, throttle } = setUp();
  throttle.push(1);
  clock.tick(250);
  throttle.push(2);
  assert.deepEqual(passed, [1, 2]);
});

Deno.test("createThrottle() drops what waits when it is disposed", () => {
  const { clock, passed, throttle } = setUp();
  throttle.push(1);
  throttle.push(2);
  throttle[Symbol.dispose]();
  clock.tick(1000);
  assert.deepEqual(passed, [1]);
  assert.equal(clock.waiting, 0);
});
