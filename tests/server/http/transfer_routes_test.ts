import assert from "node:assert/strict";
import { type Aside, asideHere } from "../../../server/aside/aside.ts";
import { createJobs } from "../../../server/aside/jobs.ts";
import { transferRoutes } from "../../../server/http/transfer_routes.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { openWebuiExport } from "../../support/foreign_exports.ts";
import { createManualClock } from "../../support/manual_clock.ts";
import { someChat } from "../../support/some_chat.ts";

const FILE = JSON.stringify(openWebuiExport);

function someRoutes() {
  const journal = createMemoryJournal();
  const inner = asideHere(createJobs({ source: () => journal }));
  const begun: string[] = [];
  const ended: string[] = [];
  const aside: Aside = {
    ...inner,
    begin(name, setup) {
      begun.push(name);
      const job = inner.begin(name, setup);
      return {
        next: (input) => job.next(input),
        [Symbol.dispose]() {
          ended.push(name);
          job[Symbol.dispose]();
        },
      };
    },
  };
  const { chat, log } = someChat({ journal, aside });
  const clock = createManualClock();
  const routes = transferRoutes({ aside, importing: chat.importing, log, clock });
  const send = async (body: BodyInit) =>
    await routes.request("/import", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
  return { routes, send, clock, begun, ended, [Symbol.asyncDispose]: () => chat.close() };
}

/** A body that falls silent after some text, and tells when more of it is waited for. */
function silentAfter(text: string) {
  const waitedFor = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulled++ === 0 && text !== "") {
        return controller.enqueue(new TextEncoder().encode(text));
      }
      waitedFor.resolve();
      // It hears no more of it until it is cancelled.
      return cancelled.promise;
    },
    cancel: () => cancelled.resolve(),
  }, { highWaterMark: 0 });
  return { body, waitedFor: waitedFor.promise, cancelled: cancelled.promise };
}

const lastOf = async (response: Response) =>
  JSON.parse((await response.text()).trimEnd().split("\n").at(-1) ?? "");

Deno.test("POST /import gives up who is silent for a minute, and takes the next file", async () => {
  await using parts = someRoutes();
  const { send, clock } = parts;
  const { body, waitedFor, cancelled } = silentAfter(FILE.slice(0, 40));
  const stalled = await send(body);
  await waitedFor;
  clock.tick(59_999);
  assert.equal((await send(FILE)).status, 409);
  clock.tick(1);
  assert.equal((await lastOf(stalled)).type, "stopped");
  await cancelled;
  assert.equal((await lastOf(await send(FILE))).added, openWebuiExport.length);
  assert.equal(clock.waiting, 0);
});

Deno.test("POST /import answers 408 to who sends nothing for a minute", async () => {
  await using parts = someRoutes();
  const { send, clock } = parts;
  const { body, waitedFor, cancelled } = silentAfter("");
  const stalled = send(body);
  await waitedFor;
  clock.tick(60_000);
  assert.equal((await stalled).status, 408);
  await cancelled;
  assert.equal(clock.waiting, 0);
});

Deno.test("HEAD /export says what GET says, and begins nothing aside", async () => {
  await using parts = someRoutes();
  const { routes, begun } = parts;
  const head = await routes.request("/export", { method: "HEAD" });
  assert.deepEqual(begun, []);
  const get = await routes.request("/export");
  assert.match(await get.text(), /"type":"end"/);
  assert.deepEqual(begun, ["export"]);
  assert.deepEqual([...head.headers], [...get.headers]);
});

Deno.test("GET /export gives its job up when its reader leaves, and begins none for who never reads", async () => {
  await using parts = someRoutes();
  const { routes, begun, ended } = parts;
  await (await routes.request("/export")).body?.cancel();
  assert.deepEqual([begun, ended], [[], []]);
  const reader = (await routes.request("/export")).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  assert.deepEqual([begun, ended], [["export"], ["export"]]);
});
