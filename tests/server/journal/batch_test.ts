import assert from "node:assert/strict";
import { createBatch } from "../../../server/journal/batch.ts";

Deno.test("createBatch() commits what was added in one turn together", async () => {
  const batches: number[][] = [];
  const batch = createBatch((items: number[]) => {
    batches.push(items);
    return items.map((value) => ({ value }));
  });
  const turn = [batch.add(1), batch.add(2)];
  await Promise.resolve();
  turn.push(batch.add(3));
  assert.deepEqual(await Promise.all(turn), [1, 2, 3]);
  assert.equal(await batch.add(4), 4);
  assert.deepEqual(batches, [[1, 2, 3], [4]]);
});

Deno.test("createBatch() gives every item its own outcome", async () => {
  const batch = createBatch((items: number[]) =>
    items.map((value) => value > 1 ? { error: new Error(`no ${value}`) } : { value })
  );
  const [one, two] = await Promise.allSettled([batch.add(1), batch.add(2)]);
  assert.deepEqual(one, { status: "fulfilled", value: 1 });
  assert.equal(two.status === "rejected" && two.reason.message, "no 2");
});

Deno.test("createBatch() fails every item when the commit throws, and goes on", async () => {
  let broken = true;
  const batch = createBatch((items: number[]) => {
    if (broken) throw new Error("disk full");
    return items.map((value) => ({ value }));
  });
  const outcomes = await Promise.allSettled([batch.add(1), batch.add(2)]);
  assert.deepEqual(outcomes.map(({ status }) => status), ["rejected", "rejected"]);
  broken = false;
  assert.equal(await batch.add(3), 3);
});

Deno.test("createBatch().flush() commits without waiting for the end of the turn", async () => {
  let commits = 0;
  const soon: (() => void)[] = [];
  const batch = createBatch((items: number[]) => {
    commits++;
    return items.map((value) => ({ value }));
  }, { soon: (flush) => soon.push(flush) });
  const added = batch.add(1);
  batch.flush();
  assert.equal(commits, 1);
  assert.equal(await added, 1);
  for (const flush of soon) flush();
  assert.equal(commits, 1);
});

Deno.test("createBatch() settles an item when what it waits for is over, and the others at once", async () => {
  const disk = Promise.withResolvers<void>();
  const batch = createBatch((items: string[]) => items.map((value) => ({ value })), {
    after: (item) => item === "lasting" ? disk.promise : undefined,
  });
  const order: string[] = [];
  const note = (value: string) => order.push(value);
  const lasting = batch.add("lasting").then(note);
  await batch.add("quick").then(note);
  assert.deepEqual(order, ["quick"]);
  disk.resolve();
  await lasting;
  assert.deepEqual(order, ["quick", "lasting"]);
});

Deno.test("createBatch() fails an item when what it waits for does", async () => {
  const batch = createBatch((items: string[]) => items.map((value) => ({ value })), {
    after: (item) => item === "lost" ? Promise.reject(new Error("EIO")) : undefined,
  });
  const [lost, kept] = await Promise.allSettled([batch.add("lost"), batch.add("kept")]);
  assert.equal(lost.status === "rejected" && lost.reason.message, "EIO");
  assert.equal(kept.status, "fulfilled");
});
