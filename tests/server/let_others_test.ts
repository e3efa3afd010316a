import assert from "node:assert/strict";
import { letOthers } from "../../server/let_others.ts";

/** Keeps the thread for some milliseconds. */
function work() {
  const begun = performance.now();
  while (performance.now() - begun < 2);
}

Deno.test("letOthers() lets what comes over the network in between two steps", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const [there, here] = await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
    listener.accept(),
  ]);
  let heard = false;
  const hearing = here.read(new Uint8Array(1)).then(() => heard = true);
  await letOthers();
  await there.write(new Uint8Array(1));
  let steps = 0;
  for (; !heard; steps++) {
    work();
    await letOthers();
  }
  assert.ok(steps < 10, `it was heard after ${steps} steps`);
  await hearing;
  there.close();
  here.close();
});
