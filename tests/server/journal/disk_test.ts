import assert from "node:assert/strict";
import { join } from "node:path";
import { openDisk } from "../../../server/journal/disk.ts";
import { settle } from "../../support/settle.ts";
import { temporaryFolder } from "./open_journals.ts";

/** A disk whose syncs end when the test says so. */
function slowDisk() {
  const syncs: PromiseWithResolvers<void>[] = [];
  const syncData = () => {
    const sync = Promise.withResolvers<void>();
    syncs.push(sync);
    return sync.promise;
  };
  return { ...openDisk("log", { open: () => ({ syncData, close() {} }) }), syncs };
}

Deno.test("sync() makes one sync of all that are asked for while one is under way, after it", async () => {
  await using t = slowDisk();
  const over: number[] = [];
  const sync = (name: number) => t.sync().then(() => over.push(name));
  const all = [sync(1)];
  await settle();
  all.push(sync(2), sync(3));
  await settle();
  assert.equal(t.syncs.length, 1);
  t.syncs[0].resolve();
  await all[0];
  await settle();
  assert.equal(t.syncs.length, 2);
  assert.deepEqual(over, [1]);
  t.syncs[1].resolve();
  await Promise.all(all);
  assert.deepEqual(over, [1, 2, 3]);
});

Deno.test("sync() always rejects once the disk has failed, and check() throws", async () => {
  await using t = slowDisk();
  t.check();
  const failed = assert.rejects(t.sync(), /the disk failed/);
  await settle();
  t.syncs[0].reject(new Error("EIO"));
  await failed;
  assert.throws(t.check, { fault: "storage", message: /the disk failed/ });
  await assert.rejects(t.sync(), /the disk failed/);
  await assert.rejects(t.sync(), /the disk failed/);
  assert.equal(t.syncs.length, 1);
});

Deno.test("openDisk() syncs a file, and lets it go after the last sync", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "log");
  Deno.writeTextFileSync(path, "rows");
  const disk = openDisk(path);
  const synced = disk.sync();
  await disk[Symbol.asyncDispose]();
  await synced;
});
