import assert from "node:assert/strict";
import { startWatchdog } from "../../../server/ollama/watchdog.ts";
import { createManualClock } from "../../support/manual_clock.ts";

Deno.test("startWatchdog() calls back once when nothing happens", () => {
  const clock = createManualClock();
  const calls: number[] = [];
  using _ = startWatchdog(1000, { clock, onSilence: (limit) => calls.push(limit) });
  clock.tick(999);
  assert.deepEqual(calls, []);
  clock.tick(1);
  assert.deepEqual(calls, [1000]);
  clock.tick(10_000);
  assert.deepEqual(calls, [1000]);
});

Deno.test("startWatchdog() waits anew after each touch, with one timer", () => {
  const clock = createManualClock();
  const calls: number[] = [];
  using watchdog = startWatchdog(1000, { clock, onSilence: () => calls.push(clock.now()) });
  for (let i = 0; i < 10; i++) {
    clock.tick(600);
    watchdog.touch(1000);
    assert.equal(clock.waiting, 1);
  }
  clock.tick(999);
  assert.deepEqual(calls, []);
  clock.tick(1);
  assert.deepEqual(calls, [7000]);
});

Deno.test("startWatchdog() takes a shorter limit at once", () => {
  const clock = createManualClock();
  const calls: number[] = [];
  using watchdog = startWatchdog(300_000, { clock, onSilence: () => calls.push(clock.now()) });
  clock.tick(1000);
  watchdog.touch(500);
  assert.equal(clock.waiting, 1);
  clock.tick(500);
  assert.deepEqual(calls, [1500]);
});

Deno.test("startWatchdog() takes a longer limit too", () => {
  const clock = createManualClock();
  const calls: number[] = [];
  using watchdog = startWatchdog(1000, { clock, onSilence: () => calls.push(clock.now()) });
  watchdog.touch(5000);
  clock.tick(4999);
  assert.deepEqual(calls, []);
  clock.tick(1);
  assert.deepEqual(calls, [5000]);
});

Deno.test("startWatchdog() leaves no timer when disposed", () => {
  const clock = createManualClock();
  startWatchdog(1000, { clock, onSilence: () => assert.fail() })[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
