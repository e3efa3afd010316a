import assert from "node:assert/strict";
import { join } from "node:path";
import { asideHere } from "../../../server/aside/aside.ts";
import { createJobs } from "../../../server/aside/jobs.ts";
import { dueDay, startNightly } from "../../../server/aside/nightly.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { recordingLog } from "../../support/parley.ts";
import { to } from "../journal/append_suite.ts";
import { user } from "../journal/drafts.ts";
import { temporaryFolder } from "../journal/open_journals.ts";

Deno.test("dueDay() is the last day whose hour has come, where this machine is", () => {
  assert.equal(dueDay(new Date(2026, 2, 1, 2, 59), 3), "2026-02-28");
  assert.equal(dueDay(new Date(2026, 2, 1, 3, 0), 3), "2026-03-01");
  assert.equal(dueDay(new Date(2026, 0, 1, 0, 0), 0), "2026-01-01");
});

/** A server's nights: each look at the clock is at a time of its own. */
async function nights(keep = 7) {
  const stack = new AsyncDisposableStack();
  const { path } = stack.use(temporaryFolder());
  const [database, folder] = [join(path, "parley.db"), join(path, "backups")];
  const journal = stack.use(openSqliteJournal(database));
  await journal.append(to("c", user("u")));
  let tick = () => {};
  const done = Promise.withResolvers<void>();
  const here = asideHere(createJobs({ source: () => journal, database: () => database }));
  let begun: Promise<unknown> = done.promise;
  const asked: string[] = [];
  let now = new Date();
  stack.use(startNightly({
    aside: {
      ...here,
      begin(name, setup) {
        asked.push(name);
        const job = here.begin(name, setup);
        return {
          ...job,
          next: (input) => {
            const given = job.next(input);
            begun = given;
            return given;
          },
        };
      },
    },
    database,
    folder,
    keep,
    hour: 3,
    log: recordingLog(),
    now: () => now,
    every(_, work) {
      tick = work;
      return () => {};
    },
  }));
  return {
    journal,
    database,
    /** Looks at the clock, and waits for what comes of it. */
    async look(time: Date) {
      now = time;
      asked.length = 0;
      tick();
      for (let jobs = -1; jobs !== asked.length;) {
        jobs = asked.length;
        await Promise.resolve();
        if (jobs > 0) await begun;
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      return [...asked];
    },
    copies: () => [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const at = (day: number, hour: number) => new Date(2026, 10, day, hour);

Deno.test("startNightly() makes one copy a day, if anything changed", async () => {
  await using t = await nights(2);
  assert.deepEqual(await t.look(at(9, 4)), ["backup", "tidyCopies"]);
  assert.deepEqual(await t.look(at(9, 5)), []);
  assert.deepEqual(await t.look(at(10, 2)), []);
  assert.deepEqual(await t.look(at(10, 3)), [], "nothing was said");
  for (const day of [10, 12]) {
    await t.journal.append(to("c", user(`u${day}`)));
    Deno.utimeSync(`${t.database}-wal`, new Date(), new Date(Date.now() + 5_000 * day));
    assert.deepEqual(await t.look(at(day, 23)), ["backup", "tidyCopies"]);
  }
  assert.deepEqual(t.copies(), ["parley-2026-11-10.db", "parley-2026-11-12.db"]);
});

Deno.test("startNightly() makes none where none is wanted", async () => {
  await using t = await nights(0);
  assert.deepEqual(await t.look(at(9, 4)), []);
});

Deno.test("startNightly() goes on after a copy was made while the clock went wrong", async () => {
  await using t = await nights(2);
  assert.deepEqual(await t.look(new Date(2030, 0, 1, 4)), ["backup", "tidyCopies"]);
  assert.deepEqual(await t.look(at(9, 4)), ["backup", "tidyCopies"]);
  assert.deepEqual(t.copies(), ["parley-2026-11-09.db", "parley-2030-01-01.db"]);
  assert.deepEqual(await t.look(at(9, 5)), []);
  assert.deepEqual(await t.look(at(10, 4)), [], "nothing was said");
  await t.journal.append(to("c", user("v")));
  Deno.utimeSync(`${t.database}-wal`, new Date(), new Date(Date.now() + 5_000));
  assert.deepEqual(await t.look(at(10, 5)), ["backup", "tidyCopies"]);
  assert.deepEqual(t.copies(), ["parley-2026-11-09.db", "parley-2026-11-10.db"]);
});
