import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { createErasing } from "../../../server/chat/erasing.ts";
import { createInOrder } from "../../../server/chat/in_order.ts";
import { JournalError } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { recordingLog } from "../../support/parley.ts";

const HOUR = 3_600_000;

/** A deleted conversation, and two clocks: the one on the wall can be set. */
async function setUp({ wall = 0 } = {}) {
  const timers = install();
  const journal = createMemoryJournal({ now: () => 10 * HOUR + wall });
  const id = crypto.randomUUID();
  const append = (type: "deleted" | "restored") =>
    settle(journal.append({ owner: "local", conversation: id, rows: [{ type }] }));
  const settle = <T>(promise: Promise<T>) => timers.tickAsync(1).then(() => promise);
  const user = { type: "user" as const, id: crypto.randomUUID(), parent: null, message: "x" };
  await settle(journal.append({ owner: "local", conversation: id, rows: [user] }));
  const erasing = createErasing({
    journal,
    inOrder: createInOrder(),
    log: recordingLog(),
    onErased() {},
  });
  return {
    ...{ timers, erasing, append },
    isErased: async () => (await journal.summary(id))?.erased === true,
    delete: async () => {
      await append("deleted");
      erasing.note(id);
    },
    setWall: (to: number) => timers.setSystemTime(to),
    async [Symbol.asyncDispose]() {
      erasing.close();
      timers.uninstall();
      await journal[Symbol.asyncDispose]();
    },
  };
}

for (const [where, jump] of [["an hour back", -HOUR], ["an hour ahead", HOUR]] as const) {
  Deno.test(`fault 34: what was deleted is erased after 10 seconds, though the clock jumps ${where}`, async () => {
    await using t = await setUp();
    t.setWall(10 * HOUR);
    await t.delete();
    t.setWall(10 * HOUR + jump);
    await t.timers.tickAsync(9_000);
    assert.equal(await t.isErased(), false);
    await t.timers.tickAsync(15_000);
    assert.equal(await t.isErased(), true);
  });
}

Deno.test("erasing.note() gives back its 10 seconds to what was restored and deleted again", async () => {
  await using t = await setUp();
  await t.delete();
  await t.timers.tickAsync(8_000);
  await t.append("restored");
  await t.delete();
  await t.timers.tickAsync(8_000);
  assert.equal(await t.isErased(), false);
  await t.timers.tickAsync(15_000);
  assert.equal(await t.isErased(), true);
});

Deno.test("erasing.recover() erases at once what was deleted long before the start", async () => {
  await using t = await setUp();
  await t.append("deleted");
  t.setWall(11 * HOUR);
  await t.erasing.recover();
  assert.equal(await t.isErased(), true);
});

Deno.test("erasing.close() leaves no timer, also while something is being erased", async () => {
  await using t = await setUp();
  await t.delete();
  const recovered = t.erasing.recover();
  t.erasing.close();
  await recovered;
  assert.equal(t.timers.countTimers(), 0);
});

Deno.test("erasing goes on with the others when one cannot be erased, and tries that one again", async () => {
  await using t = await setUp();
  const log = recordingLog();
  const erased: string[] = [];
  let isDamaged = true;
  await using memory = createMemoryJournal();
  const waiting = (id: string) => ({
    ...{ conversation: id, owner: "local", top: 1, title: "", model: "", updated: 0 },
    deleted: true as const,
  });
  const erasing = createErasing({
    journal: {
      ...memory,
      deletedBefore: () =>
        Promise.resolve(["bad", "good"].filter((id) => !erased.includes(id)).map(waiting)),
      erase(id) {
        if (id === "bad" && isDamaged) return Promise.reject(new JournalError("It is damaged"));
        erased.push(id);
        return Promise.resolve();
      },
    },
    inOrder: createInOrder(),
    log,
    onErased() {},
  });
  erasing.look();
  await t.timers.tickAsync(25_000);
  assert.deepEqual(erased, ["good"]);
  assert.deepEqual(log.lines.map(({ level }) => level), ["error"]);
  isDamaged = false;
  await t.timers.tickAsync(10_000);
  assert.deepEqual(erased, ["good", "bad"]);
  await t.timers.tickAsync(10_000);
  erasing.close();
});
