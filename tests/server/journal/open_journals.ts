import { join } from "node:path";
import type { Journal } from "../../../server/journal/journal.ts";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";

/** Opens an empty journal that leaves nothing behind when it is disposed of. */
export type Open = (options?: { now?: () => number }) => Journal;

/** A folder that is gone when it is disposed of. */
export function temporaryFolder(): Disposable & { path: string } {
  const path = Deno.makeTempDirSync();
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}

export const openTemporarySqlite: Open = (options) => {
  const folder = temporaryFolder();
  const journal = openSqliteJournal(join(folder.path, "parley.db"), options);
  let open = true;
  return {
    ...journal,
    async [Symbol.asyncDispose]() {
      await journal[Symbol.asyncDispose]();
      if (open) folder[Symbol.dispose]();
      open = false;
    },
  };
};
