import assert from "node:assert/strict";
import { createPullProgress } from "../../../server/ollama/pull_progress.ts";
import { createManualClock } from "../../support/manual_clock.ts";

const layer = (digest: string, total: number, completed: number) => ({
  status: `pulling ${digest}`,
  digest,
  total,
  completed,
});

function setUp() {
  const clock = createManualClock();
  return { clock, follow: createPullProgress({ now: clock.now }) };
}

Deno.test("createPullProgress() says what goes on in plain words", () => {
  const { follow } = setUp();
  const said = ["pulling manifest", "pulling ab", "verifying sha256 digest", "writing manifest"];
  assert.deepEqual(said.map((status) => follow({ status }).status), [
    "looking it up",
    "downloading",
    "checking",
    "finishing",
  ]);
});

Deno.test("createPullProgress() keeps words it does not know", () => {
  assert.deepEqual(setUp().follow({ status: "warming up" }), { status: "warming up" });
});

Deno.test("createPullProgress() counts over all layers, and never back", () => {
  const { follow } = setUp();
  assert.equal(follow(layer("a", 900, 450)).percent, 50);
  assert.equal(follow(layer("a", 900, 900)).percent, 100);
  assert.equal(follow(layer("b", 100, 0)).percent, 100);
  assert.equal(follow({ status: "verifying sha256 digest" }).percent, 100);
});

Deno.test("createPullProgress() gives one decimal, and rounds down", () => {
  assert.equal(setUp().follow(layer("a", 3000, 2999)).percent, 99.9);
});

Deno.test("createPullProgress() gives speed and time left once it can know them", () => {
  const { clock, follow } = setUp();
  assert.deepEqual(follow(layer("a", 10_000, 0)), { status: "downloading", percent: 0 });
  clock.tick(1000);
  assert.deepEqual(follow(layer("a", 10_000, 1000)), {
    status: "downloading",
    percent: 10,
    bytesPerSecond: 1000,
    secondsLeft: 9,
  });
});

Deno.test("createPullProgress() smooths the speed", () => {
  const { clock, follow } = setUp();
  follow(layer("a", 1e6, 0));
  let completed = 0;
  const speeds: number[] = [];
  for (const rate of [1000, 1000, 5000, 0, 1000]) {
    clock.tick(1000);
    speeds.push(follow(layer("a", 1e6, completed += rate)).bytesPerSecond ?? 0);
  }
  const [, steady, burst, pause] = speeds;
  assert.equal(steady, 1000);
  assert.ok(burst > 1000 && burst < 3000, `${burst}`);
  assert.ok(pause < burst && pause > 500, `${pause}`);
});

Deno.test("createPullProgress() takes what was there before for no speed", () => {
  const { clock, follow } = setUp();
  clock.tick(1000);
  follow(layer("a", 10_000, 9000));
  clock.tick(1000);
  assert.equal(follow(layer("a", 10_000, 9100)).bytesPerSecond, 100);
});

Deno.test("createPullProgress() says no time left when all is there", () => {
  const { clock, follow } = setUp();
  follow(layer("a", 1000, 0));
  clock.tick(1000);
  assert.deepEqual(follow(layer("a", 1000, 1000)), { status: "downloading", percent: 100 });
});
