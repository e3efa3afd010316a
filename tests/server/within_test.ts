import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { TooLate, within } from "../../server/within.ts";

Deno.test("within() gives what comes in time", async () => {
  assert.equal(await within(1_000, () => Promise.resolve(7)), 7);
  await assert.rejects(within(1_000, () => Promise.reject(new Error("no"))), { message: "no" });
});

Deno.test("within() waits no longer than its limit, though its signal is not heeded", async () => {
  const clock = install();
  try {
    let given: AbortSignal | undefined;
    const waited = within(1_500, (signal) => {
      given = signal;
      return new Promise(() => {});
    });
    const rejected = assert.rejects(waited, TooLate);
    await clock.tickAsync(1_499);
    assert.equal(given?.aborted, false);
    await clock.tickAsync(1);
    await rejected;
    assert.ok(given?.aborted);
    assert.equal(clock.countTimers(), 0);
  } finally {
    clock.uninstall();
  }
});

Deno.test("within() ends at once when it is stopped, before or meanwhile", async () => {
  const never = () => new Promise(() => {});
  const stop = new AbortController();
  const waited = within(60_000, never, { signal: stop.signal });
  stop.abort("stopped");
  await assert.rejects(waited, (reason) => reason === "stopped");
  await assert.rejects(
    within(60_000, never, { signal: stop.signal }),
    (reason) => reason === "stopped",
  );
});
