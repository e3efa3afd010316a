import assert from "node:assert/strict";
import { join } from "node:path";
import { openDisk } from "../../../server/journal/disk.ts";
import type { Append } from "../../../server/journal/journal.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { to } from "./append_suite.ts";
import { user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";

/** A journal whose disk is done with a sync when the test says so. */
export function onSlowDisk() {
  const folder = temporaryFolder();
  const syncs: PromiseWithResolvers<void>[] = [];
  const syncData = () => {
    const sync = Promise.withResolvers<void>();
    syncs.push(sync);
    return sync.promise;
  };
  const journal = openSqliteJournal(join(folder.path, "parley.db"), {
    disk: (path) => openDisk(path, { open: () => ({ syncData, close() {} }) }),
  });
  const told: string[] = [];
  const committed = () => journal.append(to("another", user(crypto.randomUUID())));
  return {
    journal,
    syncs,
    told,
    /** Appends, and notes by a name when that is told. */
    append: (name: string, append: Append) => journal.append(append).then(() => told.push(name)),
    /** Commits what was appended: what need not wait for the disk is told. */
    committed,
    /** Has the disk fail. */
    async fail() {
      const lasting = journal.append({ ...to("lost", user("u")), durable: true });
      const refused = assert.rejects(lasting, { fault: "storage", message: /the disk failed/ });
      await committed();
      syncs[0].reject(new Error("EIO"));
      await refused;
    },
    async [Symbol.asyncDispose]() {
      for (const { resolve } of syncs) resolve();
      await journal[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
