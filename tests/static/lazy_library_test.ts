import assert from "node:assert/strict";
import { createLazyLibrary } from "../../static/lazy_library.js";

const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));

Deno.test("createLazyLibrary() loads when it is first asked for, and once", async () => {
  let loads = 0;
  const library = createLazyLibrary(() => Promise.resolve(++loads));
  assert.equal(loads, 0);
  assert.equal(library.value, undefined);
  assert.equal(library.value, undefined);
  await settled();
  assert.equal(library.value, 1);
  assert.equal(loads, 1);
});

Deno.test("createLazyLibrary() waits before it tries again what failed", async () => {
  let [now, loads] = [0, 0];
  const load = () => ++loads === 1 ? Promise.reject(new Error("away")) : Promise.resolve("here");
  const library = createLazyLibrary(load, { now: () => now });
  assert.equal(library.value, undefined);
  await settled();
  assert.equal(library.value, undefined);
  assert.equal(loads, 1);
  now = 30_000;
  assert.equal(library.value, undefined);
  await settled();
  assert.equal(library.value, "here");
});
