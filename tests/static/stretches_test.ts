import assert from "node:assert/strict";
import { divide } from "../../static/view/stretches.js";

const said = (count: number) => Array.from({ length: count }, (_, at) => `message ${at}`);

Deno.test("divide() hands out everything once, in order", () => {
  for (const count of [0, 1, 6, 7, 100]) {
    const stretches = divide(said(count), { former: [] });
    assert.deepEqual(stretches.flat(), said(count));
    assert.ok(stretches.every(({ length }) => length > 0));
  }
});

Deno.test("divide() keeps the stretches in which nothing has changed", () => {
  const former = divide(said(20), { former: [] });
  const grown = divide(said(21), { former });
  assert.deepEqual(grown.map((one, at) => one === former[at]), [true, true, true, false]);
  const changed = divide(said(20).with(8, "other"), { former });
  assert.deepEqual(changed.map((one, at) => one === former[at]), [true, false, true, true]);
});
