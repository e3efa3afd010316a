import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { listen } from "../../../server/http/listen.ts";
import { recordingLog } from "../../support/parley.ts";

/** A server whose one request is being answered. */
async function answering() {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const server = listen(() => {
    asked.resolve();
    return answer.promise;
  }, { hostname: "127.0.0.1", port: 0, log: recordingLog() });
  const response = fetch(`http://127.0.0.1:${server.port}/`);
  await asked.promise;
  return { server, response, answer: () => answer.resolve(new Response("at last")) };
}

Deno.test("close() resolves when what was asked before is answered", async () => {
  const t = await answering();
  const closed = t.server.close();
  t.answer();
  assert.equal(await (await t.response).text(), "at last");
  await closed;
});

Deno.test("close() waits a second for an answer, and no longer", async () => {
  const t = await answering();
  using held = new DisposableStack();
  const clock = held.adopt(
    install({ toFake: ["setTimeout", "clearTimeout"] }),
    (clock) => clock.uninstall(),
  );
  let isClosed = false;
  const closed = t.server.close().then(() => isClosed = true);
  await clock.tickAsync(999);
  assert.equal(isClosed, false);
  await clock.tickAsync(1);
  await closed;
  t.answer();
  assert.equal(await (await t.response).text(), "at last");
});
