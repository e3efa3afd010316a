import assert from "node:assert/strict";
import { createTurns } from "../../../server/socket/turns.ts";
import { createManualClock } from "../../support/manual_clock.ts";
import { settle } from "../../support/settle.ts";

Deno.test("turn() gives one turn at a time, in order, each after a rest as long as the one before", async () => {
  const clock = createManualClock();
  const turn = createTurns({ clock });
  const begun: number[] = [];
  const end = new Map<number, () => void>();
  for (const n of [1, 2, 3]) {
    void turn().then((mine) => {
      begun.push(n);
      end.set(n, () => mine[Symbol.dispose]());
    });
  }
  await settle();
  assert.deepEqual(begun, [1]);
  clock.tick(8);
  end.get(1)?.();
  await settle();
  assert.deepEqual(begun, [1]);
  clock.tick(7);
  await settle();
  assert.deepEqual(begun, [1], "it took 8 milliseconds");
  clock.tick(1);
  await settle();
  assert.deepEqual(begun, [1, 2]);
  clock.tick(60_000);
  end.get(2)?.();
  await settle();
  clock.tick(100);
  await settle();
  assert.deepEqual(begun, [1, 2, 3], "no rest is longer");
});

Deno.test("turn() is to be had at once when the last one was long ago, and sets no timer", async () => {
  const clock = createManualClock();
  const turn = createTurns({ clock });
  {
    using _turn = await turn();
    clock.tick(50);
  }
  assert.equal(clock.waiting, 0);
  clock.tick(50);
  using _turn = await turn();
  assert.equal(clock.waiting, 0);
});
